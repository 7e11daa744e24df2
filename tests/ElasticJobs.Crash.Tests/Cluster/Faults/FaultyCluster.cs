using System.Diagnostics;
using System.Text.Json.Nodes;
using ElasticJobs.Crash.Tests.Evidence;
using ElasticJobs.Crash.Tests.Work;
using ElasticJobs.Tests.Shared.Time;
using Xunit.Abstractions;

namespace ElasticJobs.Crash.Tests.Cluster.Faults;

/// <summary>One console for tests that break the cluster one after the other, each with pipelines of its own.</summary>
public sealed class FaultyCluster : IAsyncLifetime
{
    private static readonly TimeSpan BeginCap = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan EndCap = TimeSpan.FromSeconds(150);

    private ClusterConsole? _console;

    internal ClusterConsole Console => _console ?? throw new InvalidOperationException("Not started.");

    internal ConsoleApi Api => Console.Api;

    public async Task InitializeAsync() => _console = await ClusterConsole.StartAsync("faults");

    public async Task DisposeAsync()
    {
        if (_console is not null)
            await _console.DisposeAsync();
    }

    internal async Task<IReadOnlyList<Guid>> StartRunsAsync(WorkPipeline pipeline, int count)
    {
        await Api.SaveAsync(pipeline.Name, pipeline.Document(FaultWork.Counter));
        List<Guid> runs = [];
        for (var i = 0; i < count; i++)
            runs.Add(await Api.StartRunAsync(pipeline.Name));
        return runs;
    }

    /// <summary>Until so many tasks of the runs have begun.</summary>
    internal Task AtWorkAsync(IEnumerable<Guid> runs, int tasks) => Eventually.TrueAsync(() => Starts(runs).Count >= tasks, $"{tasks} tasks have begun", BeginCap);

    internal bool HasBegun(Guid run) => File.Exists(Console.InWorkspace(run, "starts"));

    /// <summary>Every run goes to its end, every attempt was started once, every line is there once and in order.</summary>
    internal async Task JudgeAsync(WorkPipeline pipeline, IReadOnlyList<Guid> started, ITestOutputHelper output)
    {
        var began = Stopwatch.GetTimestamp();
        var runs = (await RunsEnd.WaitAsync(Api, EndCap)).Where(run => started.Contains((Guid)run["id"]!)).ToList();
        output.WriteLine($"{runs.Count} runs ended {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s after the fault");
        var starts = Starts(started);
        var faults = await new Verdict(Api, [pipeline], starts) { IsMerged = true }.JudgeAsync(runs, started);
        output.WriteLine($"{starts.Count} attempts judged");
        Assert.True(faults.Count == 0, $"{faults.Count} faults:\n{string.Join('\n', faults.Take(30))}\n{Console.Process.Output}");
    }

    internal async Task<JsonNode> TaskAsync(Guid run, string task) => (await Api.RunAsync(run))["tasks"]!.AsArray().Single(row => (string)row!["id"]! == task)!;

    private Dictionary<string, int> Starts(IEnumerable<Guid> runs) =>
        runs.SelectMany(run => new Counter(Console.InWorkspace(run, "starts")).Read()).ToDictionary();
}
