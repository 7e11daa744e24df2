using System.Net.WebSockets;
using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Web.Streaming;
using ElasticJobs.Web.Tests.Serving;
using Microsoft.AspNetCore.SignalR.Client;

namespace ElasticJobs.Benchmarks.Consoles;

/// <summary>A program that follows a log on <c>/hubs/logs</c> to its end.</summary>
internal static class LogViewer
{
    public static async IAsyncEnumerable<LogWire> FollowAsync(ConsoleProcess console, Guid run)
    {
        await using var connection = await HubClient.ConnectAsync(async cancellationToken =>
        {
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(new Uri($"ws://{console.Address.Authority}/hubs/logs?access_token={ConsoleProcess.Token}"), cancellationToken);
            return socket;
        }, CancellationToken.None);
        await foreach (var batch in connection.StreamAsync<LogWire>("Follow", new { Project = "default", Run = run, Task = LogTask.Name, From = 0 }))
        {
            yield return batch;
        }
    }
}
