using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;

namespace ElasticJobs.Cli.Tests;

/// <summary>One real console for all tests of the commands.</summary>
public sealed class ServedConsole : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();
    private ConsoleProcess? _console;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public async Task InitializeAsync()
    {
        _console = ConsoleProcess.Start(_data.Path);
        Address = await _console.ListeningAsync();
    }

    public async Task DisposeAsync()
    {
        if (_console is not null)
        {
            await _console.DisposeAsync();
        }

        _data.Dispose();
    }
}
