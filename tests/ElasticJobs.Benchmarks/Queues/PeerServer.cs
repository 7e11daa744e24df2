using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;

namespace ElasticJobs.Benchmarks.Queues;

/// <summary>A server of another product, from the system's packages: on a port of 127.0.0.1, in a directory of its own that goes with it.</summary>
internal sealed class PeerServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();
    private Process? _process;

    public int Port { get; } = ConsoleProcess.FreePort();

    public string Directory => _directory.Path;

    public async Task StartAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Directory };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port, patience.Token);
                return;
            }
            catch (SocketException exception)
            {
                if (_process.HasExited)
                    throw new InvalidOperationException($"{program} ended with exit code {_process.ExitCode}.", exception);
                await Task.Delay(100, patience.Token);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _directory.Dispose();
    }
}
