using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Crash.Tests.Elastic;

/// <summary>A run's task that an elastic job does lives through kills of the console: it begins once, its log is whole, and the run goes on with its result.</summary>
public sealed class QueueTaskTests : IAsyncLifetime
{
    private const int Kills = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _data = new();
    private readonly TemporaryDirectory _files = new();
    private readonly ConsoleProcess _console;
    private readonly InstanceProcesses _processes;

    public QueueTaskTests() => (_console, _processes) = (new ConsoleProcess(_data.Path), new InstanceProcesses(_data.Path));

    public Task InitializeAsync() => _console.StartAsync();

    [Fact]
    public async Task Console_KilledWhileAQueueTaskWaitsAndRuns_LosesNothingAndRunsNothingTwice()
    {
        var api = new ConsoleApi(_console.Client);
        await api.DeployAsync("""{"metadata": {"name": "train", "type": "ScalableJob"}, "containers": [{}], "autoscaler": {"min": 1, "max": 1}}""");
        await api.SaveAsync("queued", $$$"""
            apiVersion: elasticjobs/v1
            kind: Pipeline
            metadata: {name: queued}
            spec:
              tasks:
                - id: first
                  template: queue
                  args: {service: train, payload: "cd {{{_files.Path}}}; echo first >> starts; i=0; while [ ! -e go ]; do i=$((i + 1)); echo \"line $i\"; sleep 0.01; done; echo last"}
                - id: second
                  template: queue
                  args: {service: train, payload: "cd {{{_files.Path}}}; echo second >> starts; echo done"}
                - {id: after, template: shell, after: [first, second], args: {command: "echo {{{Output("first")}}} {{{Output("second")}}}"}}
            """);
        var run = await api.StartRunAsync("queued");

        for (var kill = 0; kill < Kills; kill++)
        {
            var lines = (await LogAsync(run, "first")).Length;
            await Eventually.TrueAsync(async () => (await LogAsync(run, "first")).Length > lines + 20, "the log goes on", Patience);
            await _console.KillAsync();
            await _console.StartAsync();
        }

        await File.WriteAllTextAsync(_files["go"], "");
        await Eventually.TrueAsync(async () => (await LogAsync(run, "after")) is ["last done"], "the run goes on with the results", Patience);

        Assert.Equal(["first", "second"], (await File.ReadAllLinesAsync(_files["starts"])).Order());
        var log = await LogAsync(run, "first");
        Assert.Equal([.. Enumerable.Range(1, log.Length - 1).Select(i => $"line {i}"), "last"], log);
    }

    public async Task DisposeAsync()
    {
        await File.WriteAllTextAsync(_files["go"], "");
        // Instances outlive the console.
        using var stopped = await _console.Client.PostAsync("/api/v1/projects/default/services/train/stop", null);
        await Eventually.TrueAsync(() => _processes.Workers().Count == 0, "the instance has ended", Patience);
        await _console.DisposeAsync();
        _files.Dispose();
        _data.Dispose();
    }

    private static string Output(string task) => $"{{{{tasks.{task}.outputs.result}}}}";

    /// <summary>Whole lines that are there now.</summary>
    private async Task<string[]> LogAsync(Guid run, string task)
    {
        using var response = await _console.Client.GetAsync($"/api/v1/projects/default/runs/{run}/tasks/{task}/log/raw");
        return response.IsSuccessStatusCode ? (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
    }
}
