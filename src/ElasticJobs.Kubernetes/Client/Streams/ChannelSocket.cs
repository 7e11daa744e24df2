using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>A WebSocket with the protocol that both sides know.</summary>
/// <param name="Protocol">Of those that were offered.</param>
internal sealed record ChannelSocket(WebSocket Socket, string? Protocol)
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    /// <summary>The handshake by hand, because <see cref="ClientWebSocket"/> throws away the body of a refusal, which says what is wrong.</summary>
    public static async Task<ApiAnswer<ChannelSocket>> OpenAsync(ClusterAccess access, ApiRequest request, IReadOnlyList<string> protocols, CancellationToken cancellationToken)
    {
        using var message = request.ToMessage(access.Server);
        message.Version = HttpVersion.Version11;
        message.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        message.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        message.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)));
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", string.Join(", ", protocols));
        var response = await access.SendAsync(message, cancellationToken);
        if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
        {
            using (response)
            {
                var refusal = await response.Content.ReadAsByteArrayAsync(cancellationToken);
                return new ApiAnswer<ChannelSocket>(null, response.StatusCode, refusal);
            }
        }

        var protocol = response.Headers.TryGetValues("Sec-WebSocket-Protocol", out var chosen) ? chosen.FirstOrDefault() : null;
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = false, SubProtocol = protocol, KeepAliveInterval = KeepAlive, KeepAliveTimeout = KeepAlive });
        return new ApiAnswer<ChannelSocket>(new ChannelSocket(socket, protocol), response.StatusCode);
    }
}
