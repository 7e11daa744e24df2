using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Tests.Shared.Consoles;

/// <summary>The console as its users run it: a process of its own on a port of 127.0.0.1, to be killed and started again on the same data directory.</summary>
public sealed partial class ConsoleProcess : IAsyncDisposable
{
    /// <summary>The bootstrap token: an admin's.</summary>
    public const string Token = "test-bootstrap-token-0123456789abcdef";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string> _settings;
    private readonly List<string> _output = [];
    private Process? _process;

    /// <param name="dataDirectory">Absolute; kept by the caller.</param>
    /// <param name="settings">Further environment, e.g. <c>ConnectionStrings__ElasticJobs</c>.</param>
    public ConsoleProcess(string dataDirectory, IReadOnlyDictionary<string, string>? settings = null)
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        DataDirectory = dataDirectory;
        _settings = new(settings ?? new Dictionary<string, string>())
        {
            ["ElasticJobs__DataDirectory"] = dataDirectory,
            ["ElasticJobs__BootstrapToken"] = Token,
            ["ASPNETCORE_URLS"] = Address.ToString(),
            ["DOTNET_TieredPGO"] = "0",
        };
        Client = new HttpClient { BaseAddress = Address };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    /// <summary>Where the build put the program and what lies beside it.</summary>
    public static string ProgramDirectory => Path.GetDirectoryName(Program())!;

    public Uri Address { get; }

    public string DataDirectory { get; }

    /// <summary>Signed in as an admin by the bootstrap token.</summary>
    public HttpClient Client { get; }

    public int ProcessId => _process!.Id;

    /// <summary>What it printed since its latest start.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join("\n", _output);
            }
        }
    }

    /// <summary>Of the next start's environment.</summary>
    public void Set(string name, string value) => _settings[name] = value;

    /// <summary>Starts it and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        Launch();
        await WaitUntilReadyAsync();
    }

    /// <summary>Starts it and returns at once.</summary>
    public void Launch()
    {
        lock (_output)
        {
            _output.Clear();
        }

        var start = new ProcessStartInfo("dotnet", [Program()]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = DataDirectory };
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public async Task WaitUntilReadyAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        while (true)
        {
            if (_process!.HasExited)
            {
                throw new InvalidOperationException($"The console ended with exit code {_process.ExitCode}:\n{Output}");
            }

            try
            {
                using var response = await Client.GetAsync("/readyz", limit.Token);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            catch (OperationCanceledException exception)
            {
                throw new TimeoutException($"The console was not ready after {StartLimit}:\n{Output}", exception);
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    /// <summary>The one-time link of the first start; waits for it.</summary>
    public async Task<string> SetupLinkAsync()
    {
        Match link = Match.Empty;
        await Eventually.TrueAsync(() => (link = SetupLink().Match(Output)).Success, "the console prints its one-time link");
        return link.Value;
    }

    /// <summary>SIGKILL, as if the power went for the console alone.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: false);
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as a service manager stops it; waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        await SignalAsync("TERM");
        return await ExitAsync();
    }

    /// <summary>SIGSTOP: the process stays with all that it has, and does nothing.</summary>
    public Task PauseAsync() => SignalAsync("STOP");

    /// <summary>SIGCONT: it goes on where it was.</summary>
    public Task ResumeAsync() => SignalAsync("CONT");

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await _process!.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"The console did not end within {StopLimit}:\n{Output}", exception);
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        Client.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (_output)
            {
                _output.Add(line);
            }
        }
    }

    /// <summary>What this repository built last in the configuration of the tests.</summary>
    private static string Program()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Repository.At("src", "ElasticJobs.Web", "bin", configuration, "net10.0", "ElasticJobs.Web.dll");
    }

    /// <summary>Below the ports that the system gives to outgoing connections, so that it is still free when the console is started again.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; another one.
            }
        }
    }

    [GeneratedRegex(@"http://\S+/setup\?code=[0-9a-f]+", RegexOptions.None, 1000)]
    private static partial Regex SetupLink();
}
