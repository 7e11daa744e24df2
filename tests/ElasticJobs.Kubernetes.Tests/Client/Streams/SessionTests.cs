using System.Net.WebSockets;
using System.Text;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Kubernetes;

namespace ElasticJobs.Kubernetes.Tests.Client.Streams;

public sealed class SessionTests : IAsyncLifetime
{
    private readonly CancellationToken _cap = new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;
    private FakeApiServer _server = null!;
    private ConnectedClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await FakeApiServer.StartAsync();
        _client = _server.Connect();
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("v5.channel.k8s.io", true)]
    [InlineData("v4.channel.k8s.io", false)]
    public async Task Standard_input_is_closed_where_the_protocol_can_say_so(string protocol, bool canClose)
    {
        var got = new TaskCompletionSource<byte[]>();
        _server.ChannelProtocols = [protocol];
        _server.Session = async (_, socket) => got.SetResult(await ReceiveAsync(socket));
        await using var session = await ExecAsync(stdin: true);

        Assert.Equal(canClose, await session.CloseStdinAsync(_cap));

        if (!canClose)
            await session.WriteAsync("x"u8.ToArray(), _cap);
        Assert.Equal(canClose ? [255, 0] : [0, (byte)'x'], await got.Task.WaitAsync(_cap));
    }

    [Fact]
    public async Task Session_without_a_process_end_has_no_exit_code()
    {
        await using var session = await ExecAsync();

        Assert.Equal(0, (await session.ReadAsync(new byte[10], _cap)).Count);
        Assert.Null((await session.Exited).Code);
    }

    [Fact]
    public async Task Session_that_breaks_ends_reading_and_says_so()
    {
        _server.Session = async (_, socket) =>
        {
            await ReceiveAsync(socket);
            socket.Abort();
        };
        await using var session = await ExecAsync(stdin: true);
        await session.WriteAsync("x"u8.ToArray(), _cap);

        Assert.Equal(0, (await session.ReadAsync(new byte[10], _cap)).Count);
        Assert.Contains("broke", (await session.Exited).Message);
    }

    [Fact]
    public async Task Message_that_comes_in_pieces_stays_on_its_channel()
    {
        var stderr = Enumerable.Repeat((byte)'e', 40_000).Prepend((byte)2).ToArray();
        _server.Session = async (_, socket) =>
        {
            await socket.SendAsync(stderr.AsMemory(0, 1), WebSocketMessageType.Binary, endOfMessage: false, _cap);
            await socket.SendAsync(stderr.AsMemory(1), WebSocketMessageType.Binary, endOfMessage: true, _cap);
            await socket.SendAsync(new byte[] { 1 }, WebSocketMessageType.Binary, endOfMessage: true, _cap);
            await SendAsync(socket, 1, "out");
            await SendAsync(socket, 3, """{"status":"Failure","reason":"NonZeroExitCode","message":"exit 9","details":{"causes":[{"reason":"ExitCode","message":"9"}]}}""");
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, _cap);
        };
        await using var session = await ExecAsync();

        var (stdout, err) = await session.ReadToEndAsync(_cap);

        Assert.Equal("out", stdout);
        Assert.Equal(40_000, err.Length);
        Assert.Equal(new ExecExit(9, "exit 9"), await session.Exited);
    }

    [Fact]
    public async Task Exec_asks_for_what_the_request_says()
    {
        await using (await _client.Api.ExecAsync("default", "p", new ExecRequest { Container = "main", Command = ["sh", "-c", "a b&c"], Tty = true, Stdin = true }, _cap))
        {
            var asked = _server.Requests[^1];
            Assert.Equal("GET pods/p/exec", asked.ToString());
            Assert.Equal(["sh", "-c", "a b&c"], asked.Query["command"].AsEnumerable());
            Assert.Equal(("main", "true", "true", null), (asked.Value("container"), asked.Value("tty"), asked.Value("stdin"), asked.Value("stderr")));
        }
    }

    [Fact]
    public async Task Forwarded_port_gives_data_and_then_the_kubelets_complaint()
    {
        _server.Session = async (_, socket) =>
        {
            await socket.SendAsync(new byte[] { 0, 80, 0 }, WebSocketMessageType.Binary, true, _cap);
            await socket.SendAsync(new byte[] { 1, 80, 0 }, WebSocketMessageType.Binary, true, _cap);
            await SendAsync(socket, 0, Encoding.UTF8.GetString((await ReceiveAsync(socket))[1..]) + "!");
            await SendAsync(socket, 1, "connection refused");
        };
        await using var port = await _client.Api.PortForwardAsync("default", "p", 80, _cap);
        await port.WriteAsync("hello"u8.ToArray(), _cap);

        var buffer = new byte[100];
        Assert.Equal("hello!", Encoding.UTF8.GetString(buffer, 0, await port.ReadAsync(buffer, _cap)));
        var refused = await Assert.ThrowsAsync<IOException>(async () => await port.ReadExactlyAsync(buffer, _cap));
        Assert.Equal("connection refused", refused.Message);
    }

    private Task<IExecSession> ExecAsync(bool stdin = false) => _client.Api.ExecAsync("default", "p", new ExecRequest { Command = ["x"], Stdin = stdin }, _cap);

    private async Task<byte[]> ReceiveAsync(WebSocket socket)
    {
        var buffer = new byte[1000];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), _cap);
        return buffer[..received.Count];
    }

    private Task SendAsync(WebSocket socket, byte channel, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text).Prepend(channel).ToArray(), WebSocketMessageType.Binary, endOfMessage: true, _cap);
}
