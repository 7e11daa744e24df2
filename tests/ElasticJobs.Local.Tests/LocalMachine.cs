using ElasticJobs.Core.Pods;
using ElasticJobs.Local.Pods;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Pods;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Local.Tests;

/// <summary>A data directory and one or more consoles' runtimes on it. What still runs after a test is killed.</summary>
internal sealed class LocalMachine : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<WatchedRuntime> _consoles = [];
    private readonly Action<LocalOptions>? _configure;

    public LocalMachine(Action<LocalOptions>? configure = null)
    {
        _configure = configure;
        Console = Another();
    }

    public WatchedRuntime Console { get; private set; }

    public string this[string relative] => _directory[relative];

    public string Data => _directory.Path;

    public WatchedRuntime Another()
    {
        var options = new LocalOptions { DataDirectory = _directory.Path };
        _configure?.Invoke(options);
        var console = new WatchedRuntime(new LocalPodRuntime(Options.Create(options), TimeProvider.System, NullLogger<LocalPodRuntime>.Instance));
        _consoles.Add(console);
        return console;
    }

    /// <summary>The console is gone and another is started; the pods are not told.</summary>
    public async Task RestartAsync()
    {
        await Console.DisposeAsync();
        _consoles.Remove(Console);
        Console = Another();
    }

    public PodSpec Shell(string name, string script, Func<ContainerSpec, ContainerSpec>? change = null) =>
        Pod(name, (change ?? (container => container))(new ContainerSpec { Command = ["/bin/sh", "-c", script] }));

    public PodSpec Pod(string name, params IReadOnlyList<ContainerSpec> containers) => new()
    {
        Name = name,
        Containers = containers,
        Workspace = "work",
        LogDirectory = _directory[$"logs/{name}"],
    };

    public string Out(string pod, string container = "main") => File.ReadAllText(_directory[$"logs/{pod}/{container}.out"]);

    public string Err(string pod, string container = "main") => File.ReadAllText(_directory[$"logs/{pod}/{container}.err"]);

    public async ValueTask DisposeAsync()
    {
        foreach (var pod in Console.Known.Where(pod => !pod.IsTerminal))
        {
            await Console.Runtime.StopAsync(pod.Name, TimeSpan.Zero, CancellationToken.None);
            await Console.EndOfAsync(pod.Name);
        }

        foreach (var pod in Console.Known)
            await Console.Runtime.RemoveAsync(pod.Name, CancellationToken.None);
        foreach (var console in _consoles)
            await console.DisposeAsync();
        _directory.Dispose();
    }
}
