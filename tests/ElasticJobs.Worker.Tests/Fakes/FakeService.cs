using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Worker.Tests.Fakes;

/// <summary>The server of an instance. Its port is known before it listens.</summary>
internal sealed class FakeService : IAsyncDisposable
{
    private WebApplication? _app;
    private int _hanging;

    public FakeService()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        Port = ((IPEndPoint)free.LocalEndpoint).Port;
    }

    public int Port { get; }

    public int Hanging => Volatile.Read(ref _hanging);

    public Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{Port}");
        _app = builder.Build();
        _app.Run(AnswerAsync);
        return _app.StartAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path == "/hang")
        {
            Interlocked.Increment(ref _hanging);
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Interlocked.Decrement(ref _hanging);
        }
        else if (request.Path == "/abort")
        {
            context.Abort();
        }
        else if (request.Path.Value!.StartsWith("/status/", StringComparison.Ordinal))
        {
            context.Response.StatusCode = int.Parse(request.Path.Value["/status/".Length..]);
            if (context.Response.StatusCode != 204)
                await context.Response.WriteAsync($"status {context.Response.StatusCode}");
        }
        else
        {
            using var reader = new StreamReader(request.Body);
            await context.Response.WriteAsync(
                $"{request.Method} {request.Path}{request.QueryString} {request.ContentType} {request.Headers["X-Mine"]} {request.Headers["X-Eas-Queueservice-Request-Id"]} {await reader.ReadToEndAsync()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }
}
