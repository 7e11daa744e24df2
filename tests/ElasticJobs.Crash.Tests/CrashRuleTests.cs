using System.Diagnostics;
using System.Globalization;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Crash.Tests.Evidence;
using ElasticJobs.Crash.Tests.Kills;
using ElasticJobs.Crash.Tests.Work;
using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Postgres;
using Xunit.Abstractions;

namespace ElasticJobs.Crash.Tests;

/// <summary>
/// The crash rule: the console can be killed at any moment, any number of times, and started again. Every run goes on to its right end, every task is
/// started exactly once for each attempt, no line of a log is lost or doubled, outputs are handed on.
/// <c>EJ_CRASH_KILLS</c> sets how many kills, <c>EJ_CRASH_SEED</c> repeats the moments of an earlier run.
/// </summary>
public sealed class CrashRuleTests(ITestOutputHelper output)
{
    private const int Kills = 50;
    private const int KillsOnPostgres = 8;
    private const int KillsWhileNew = 4;
    private static readonly TimeSpan EndCap = TimeSpan.FromSeconds(150);

    [Fact]
    public async Task Console_KilledAtRandomMomentsOnSqlite_LosesNothingAndRunsNothingTwice() =>
        await KillAndJudgeAsync(Setting("EJ_CRASH_KILLS") ?? Kills, new Dictionary<string, string>());

    [Fact]
    public async Task Console_KilledAtRandomMomentsOnPostgres_LosesNothingAndRunsNothingTwice()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        await KillAndJudgeAsync(KillsOnPostgres, new Dictionary<string, string> { ["ConnectionStrings__ElasticJobs"] = database.ConnectionString });
    }

    private async Task KillAndJudgeAsync(int kills, IReadOnlyDictionary<string, string> settings)
    {
        var seed = Setting("EJ_CRASH_SEED") ?? Random.Shared.Next();
        output.WriteLine($"EJ_CRASH_SEED={seed}");
        using var directory = new TemporaryDirectory();
        var counter = new Counter(directory["starts"]);
        await using var console = new ConsoleProcess(Directory.CreateDirectory(directory["data"]).FullName, settings);
        var api = new ConsoleApi(console.Client);
        var sequence = new KillSequence(console, api, new Random(seed), output);

        await sequence.RunWhileNewAsync(KillsWhileNew);
        await console.StartAsync();
        Assert.Equal(Samples(), await api.PipelinesAsync());
        List<Guid> first = [];
        foreach (var pipeline in Workload.All)
        {
            await api.SaveAsync(pipeline.Name, pipeline.Document(counter.Path));
            first.Add(await api.StartRunAsync(pipeline.Name));
        }

        await console.KillAsync();
        await sequence.RunAsync(kills);

        var restarted = Stopwatch.GetTimestamp();
        await console.StartAsync();
        output.WriteLine($"Ready {Stopwatch.GetElapsedTime(restarted).TotalSeconds:0.0} s after the last start");
        var runs = await RunsEnd.WaitAsync(api, EndCap);
        output.WriteLine($"All {runs.Count} runs ended {Stopwatch.GetElapsedTime(restarted).TotalSeconds:0.0} s after the last start");
        var starts = counter.Read();
        var faults = await new Verdict(api, Workload.All, starts).JudgeAsync(runs, [.. first, .. sequence.Answered]);
        output.WriteLine($"{starts.Count} attempts judged");
        Assert.True(faults.Count == 0, $"With EJ_CRASH_SEED={seed} {faults.Count} faults:\n{string.Join('\n', faults.Take(30))}\n{console.Output}");
    }

    /// <summary>What a new console has, by name.</summary>
    private static IEnumerable<string> Samples() => Directory.EnumerateFiles(Path.Combine(ConsoleProcess.ProgramDirectory, "samples"), "*.yaml")
        .Select(file => PipelineReader.Read(File.ReadAllText(file)).Document!.Metadata.Name)
        .Order(StringComparer.Ordinal);

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
