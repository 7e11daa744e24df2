using System.Text.Json.Nodes;
using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Cli.Tests;

/// <summary>One real console for all tests of the commands.</summary>
public sealed class ServedConsole : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _data = new();
    private readonly ConsoleProcess _console;

    public ServedConsole() => _console = new ConsoleProcess(_data.Path);

    public Uri Address => _console.Address;

    public Task InitializeAsync() => _console.StartAsync();

    public async Task DisposeAsync()
    {
        await EndServicesAsync();
        await _console.DisposeAsync();
    }

    public void Dispose() => _data.Dispose();

    /// <summary>Instances outlive a console; those of tests must not.</summary>
    private async Task EndServicesAsync()
    {
        const string Services = "/api/v1/projects/default/services";
        foreach (var service in JsonNode.Parse(await _console.Client.GetStringAsync(Services))!.AsArray())
            (await _console.Client.DeleteAsync($"{Services}/{(string)service!["name"]!}?force=true")).EnsureSuccessStatusCode();
        await Eventually.TrueAsync(() => !HasProcesses(), "the instances of the deleted services have ended", TimeSpan.FromSeconds(60));
    }

    /// <summary>Whether a process of this machine is in a pod of the console.</summary>
    private bool HasProcesses()
    {
        var mark = $"EJ_POD_DIR={_data.Path}";
        return Directory.EnumerateDirectories("/proc").Where(directory => char.IsAsciiDigit(Path.GetFileName(directory)[0])).Any(directory =>
        {
            try
            {
                return File.ReadAllText(Path.Combine(directory, "environ")).Contains(mark, StringComparison.Ordinal);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It has just ended.
                return false;
            }
        });
    }
}
