using System.Collections.Concurrent;
using System.Diagnostics;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticJobs.Worker.Tests.Fakes;

/// <summary>A real instance: the script in a process of its own, and workers in this process or in others.</summary>
internal sealed class TestInstance : IAsyncDisposable
{
    private readonly FakeQueue _queue;
    private readonly TemporaryDirectory _directory = new();
    private readonly ConcurrentQueue<string> _said = [];
    private readonly List<Process> _processes = [];
    private readonly CancellationTokenSource _told = new();
    private readonly CancellationTokenSource _toldAgain = new();
    private InstanceWorker? _worker;

    private TestInstance(FakeQueue queue, Process script)
    {
        (_queue, Script) = (queue, script);
        _processes.Add(script);
    }

    public Process Script { get; private set; }

    /// <summary>Of the worker in this process.</summary>
    public Task<int> Worker { get; private set; } = Task.FromResult(-1);

    public string Path => _directory.Path;

    public IReadOnlyCollection<string> Said => _said;

    public WorkerTimes Times { get; init; } = new() { Fence = TimeSpan.FromSeconds(0.5), Stop = TimeSpan.FromSeconds(1), LateStop = TimeSpan.FromSeconds(1), Term = TimeSpan.FromSeconds(0.3) };

    /// <summary>Of the worker, besides those that it needs.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    public static TestInstance Start(FakeQueue queue, string shell = "dash", string? init = null, string? command = null, WorkerTimes? times = null)
    {
        var start = Shells.Start(shell, InstanceScript.Text);
        var script = new Process { StartInfo = start };
        var instance = times is null ? new TestInstance(queue, script) : new TestInstance(queue, script) { Times = times };
        start.Environment[InstanceVariables.Directory] = instance.Path;
        start.WorkingDirectory = instance.Path;
        if (init is not null)
            start.Environment[InstanceVariables.Init] = init;
        if (command is not null)
            start.Environment[InstanceVariables.Command] = command;
        instance.Listen(script);
        return instance;
    }

    public TestInstance With(string variable, object value)
    {
        Variables[variable] = $"{value}";
        return this;
    }

    /// <summary>In this process.</summary>
    public TestInstance StartWorker()
    {
        var variables = AllVariables();
        var settings = WorkerSettings.Read(variables.GetValueOrDefault, out var problems);
        Assert.Empty(problems);
        _worker = new InstanceWorker(settings!, Times, TimeProvider.System, NullLoggerFactory.Instance);
        Worker = _worker.RunAsync(_told.Token, _toldAgain.Token);
        return this;
    }

    /// <summary>In a process of its own.</summary>
    public Process StartWorkerProcess()
    {
        var start = new ProcessStartInfo("dotnet", [System.IO.Path.Combine(AppContext.BaseDirectory, "ElasticJobs.Worker.dll")]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in AllVariables())
            start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        _processes.Add(process);
        Listen(process);
        return process;
    }

    public Task TellAsync() => _told.CancelAsync();

    public Task TellAgainAsync() => _toldAgain.CancelAsync();

    public static Task SignalAsync(Process process, string signal) => Command.RunAsync("kill", $"-{signal}", $"{process.Id}");

    /// <summary>Processes of this machine whose command line has a text.</summary>
    public static int Running(string text) => Directory.EnumerateDirectories("/proc").Count(directory =>
    {
        try
        {
            return int.TryParse(System.IO.Path.GetFileName(directory), out _) && File.ReadAllText($"{directory}/cmdline").Contains(text, StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    private Dictionary<string, string> AllVariables() => new(Variables)
    {
        [InstanceVariables.QueueUrl] = $"{_queue.Url}",
        [InstanceVariables.QueueToken] = FakeQueue.Token,
        [InstanceVariables.Service] = "train",
        [InstanceVariables.Instance] = "train-1",
        [InstanceVariables.Directory] = Path,
    };

    private void Listen(Process process)
    {
        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        void Hear(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is not null)
                _said.Enqueue(line.Data);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        // Its script has ended, and so does the worker.
        await _toldAgain.CancelAsync();
        await Worker.WaitAsync(TimeSpan.FromSeconds(60));
        _worker?.Dispose();
        _told.Dispose();
        _toldAgain.Dispose();
        _directory.Dispose();
    }
}
