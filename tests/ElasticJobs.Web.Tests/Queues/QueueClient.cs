using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using ElasticJobs.Core.Queues;
using ElasticJobs.Web.Tests.Serving;

namespace ElasticJobs.Web.Tests.Queues;

/// <summary>A client of a queue as those of EAS are: the raw token, and its identity on every call.</summary>
internal sealed class QueueClient(TestConsole console, string service, string token, string uid = "u1", string group = "eas") : IDisposable
{
    private readonly HttpClient _http = console.Plain();

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string query, string? body = null, string path = "", Action<HttpRequestHeaders>? headers = null, bool protobuf = false, bool form = false)
    {
        var request = Request(method, query, path);
        if (protobuf)
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.google.protobuf"));
        headers?.Invoke(request.Headers);
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (form)
            request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        return _http.SendAsync(request);
    }

    public Task<HttpResponseMessage> GetAsync(string query, string path = "", bool protobuf = false) => SendAsync(HttpMethod.Get, query, null, path, null, protobuf);

    public Task<string> PutAsync(string query, string body, string path = "") => SendAsync(HttpMethod.Post, query, body, path).TextAsync();

    public Task<string> CommitAsync(string query, string path = "") => SendAsync(HttpMethod.Put, query, "", path).TextAsync();

    public async Task<IReadOnlyList<WireFrame>> FramesAsync(string query, string path = "", Action<HttpRequestHeaders>? headers = null)
    {
        using var response = await SendAsync(HttpMethod.Get, query + "&_raw_=false", null, path, headers, protobuf: true);
        if (response.StatusCode == HttpStatusCode.NoContent)
            return [];
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return FrameCodec.DecodeList(await response.Content.ReadAsByteArrayAsync());
    }

    public async Task<ClientWebSocket> WatchAsync(string query, string path = "")
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", token);
        socket.Options.SetRequestHeader("X-EAS-QueueService-Redis-Uid", uid);
        socket.Options.SetRequestHeader("X-EAS-QueueService-Redis-Gid", group);
        socket.Options.SetRequestHeader("Origin", "http://elsewhere.example.com");
        socket.Options.SetRequestHeader("Accept", "application/vnd.google.protobuf");
        await socket.ConnectAsync(new Uri(new UriBuilder(console.Address) { Scheme = "ws" }.Uri, $"/api/predict/{service}{path}?_watch_=true&{query}"), CancellationToken.None);
        return socket;
    }

    /// <summary>The answer's head; its body goes on.</summary>
    public Task<HttpResponseMessage> StreamAsync(string query) => _http.SendAsync(Request(HttpMethod.Get, query, ""), HttpCompletionOption.ResponseHeadersRead);

    /// <summary>The same queue by another consumer.</summary>
    public QueueClient As(string otherUid, string otherGroup) => new(console, service, token, otherUid, otherGroup);

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(HttpMethod method, string query, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(console.Address, $"/api/predict/{service}{path}{(query.Length > 0 ? "?" : "")}{query}"));
        request.Headers.TryAddWithoutValidation("Authorization", token);
        request.Headers.Add("X-EAS-QueueService-Redis-Uid", uid);
        request.Headers.Add("X-EAS-QueueService-Redis-Gid", group);
        return request;
    }

    public static string Text(WireFrame frame) => Encoding.UTF8.GetString(frame.Data.Span);
}

internal static class Watches
{
    /// <summary>The next frame. Null: the watch was closed.</summary>
    public static async Task<WireFrame?> NextAsync(this WebSocket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            length += received.Count;
            if (received.EndOfMessage)
                return FrameCodec.Decode(buffer.AsSpan(0, length));
        }
    }
}
