using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ElasticJobs.Crash.Tests.Elastic;

/// <summary>The network between instances and their consoles, which a test can cut. A connection goes to any console that takes it.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, byte> _open = [];
    private readonly Uri[] _targets;
    private readonly Task _accepting;
    private volatile bool _isCut;

    public Relay(params Uri[] targets)
    {
        _targets = targets;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>Ends every connection, and each new one at once, until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var socket in _open.Keys)
            socket.Close(0);
    }

    public void Mend() => _isCut = false;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Cut();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        List<Task> relays = [];
        try
        {
            while (true)
            {
                relays.RemoveAll(relay => relay.IsCompleted);
                relays.Add(RelayAsync(await _listener.AcceptSocketAsync()));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }

        await Task.WhenAll(relays);
    }

    private async Task RelayAsync(Socket caller)
    {
        using (caller)
        using (var console = _isCut ? null : await ConnectAsync())
        {
            if (console is null)
                return;
            _open[caller] = 0;
            _open[console] = 0;
            if (!_isCut)
                await Task.WhenAny(CopyAsync(caller, console), CopyAsync(console, caller));
            _open.TryRemove(caller, out _);
            _open.TryRemove(console, out _);
        }
    }

    /// <summary>Null: all consoles are down.</summary>
    private async Task<Socket?> ConnectAsync()
    {
        foreach (var target in Random.Shared.GetItems(_targets, 1).Concat(_targets))
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(target.Host, target.Port);
                return socket;
            }
            catch (SocketException)
            {
                socket.Dispose();
            }
        }

        return null;
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[32 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
            {
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }
}
