using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;

namespace ElasticJobs.Cli.Tests;

/// <summary>One real console for all tests of the commands.</summary>
public sealed class ServedConsole : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _data = new();
    private readonly ConsoleProcess _console;

    public ServedConsole() => _console = new ConsoleProcess(_data.Path);

    public Uri Address => _console.Address;

    public Task InitializeAsync() => _console.StartAsync();

    public async Task DisposeAsync() => await _console.DisposeAsync();

    public void Dispose() => _data.Dispose();
}
