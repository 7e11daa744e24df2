using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Serving;

/// <summary>
/// A real SignalR client over a WebSocket that its caller opens. The package with the client's own transports can't be had from every registry that the project builds with.
/// </summary>
internal static class HubClient
{
    /// <param name="open">Opens a WebSocket to the hub's address, past the negotiation.</param>
    public static async Task<HubConnection> ConnectAsync(Func<CancellationToken, Task<WebSocket>> open, CancellationToken cancellationToken)
    {
        var builder = new HubConnectionBuilder();
        builder.Services.AddSingleton<EndPoint>(new IPEndPoint(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<IConnectionFactory>(new Sockets(open));
        builder.AddJsonProtocol(options => options.PayloadSerializerOptions.Converters.Add(new JsonStringEnumConverter()));
        var connection = builder.Build();
        await connection.StartAsync(cancellationToken);
        return connection;
    }

    private sealed class Sockets(Func<CancellationToken, Task<WebSocket>> open) : IConnectionFactory
    {
        private int _opened;

        public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
            new SocketConnection(await open(cancellationToken), $"socket-{Interlocked.Increment(ref _opened)}");
    }
}
