using System.Diagnostics;
using ElasticJobs.Crash.Tests.Evidence;
using ElasticJobs.Crash.Tests.Work;
using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Postgres;
using ElasticJobs.Tests.Shared.Time;
using Xunit.Abstractions;

namespace ElasticJobs.Crash.Tests;

/// <summary>Two consoles on one PostgreSQL: the one that leads is killed again and again, the other takes over.</summary>
public sealed class ReplicaTakeoverTests(ITestOutputHelper output)
{
    private const int Kills = 6;
    private static readonly TimeSpan TakeoverCap = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndCap = TimeSpan.FromSeconds(150);

    [Fact]
    public async Task Leader_KilledWhileRunsGoOn_IsFollowedWithin15SecondsAndNothingIsLostOrRunTwice()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        using var directory = new TemporaryDirectory();
        var counter = new Counter(directory["starts"]);
        var data = Directory.CreateDirectory(directory["data"]).FullName;
        var settings = new Dictionary<string, string> { ["ConnectionStrings__ElasticJobs"] = database.ConnectionString };
        await using var one = new ConsoleProcess(data, settings);
        await using var two = new ConsoleProcess(data, settings);
        await one.StartAsync();
        await LeadsAsync(one);
        await two.StartAsync();
        foreach (var pipeline in Workload.All)
            await new ConsoleApi(two.Client).SaveAsync(pipeline.Name, pipeline.Document(counter.Path));

        List<Guid> started = [];
        var (leader, other) = (one, two);
        for (var kill = 0; kill < Kills; kill++)
        {
            foreach (var console in (ConsoleProcess[])[leader, other])
                started.Add(await new ConsoleApi(console.Client).StartRunAsync(Workload.All[started.Count % Workload.All.Count].Name));

            await leader.KillAsync();
            var killed = Stopwatch.GetTimestamp();
            await LeadsAsync(other);
            var takeover = Stopwatch.GetElapsedTime(killed);
            output.WriteLine($"Taken over {takeover.TotalSeconds:0.0} s after the kill");
            Assert.True(takeover < TakeoverCap, $"The other console took over after {takeover.TotalSeconds:0.0} s.\n{other.Output}");
            (leader, other) = (other, leader);
            await other.StartAsync();
        }

        var api = new ConsoleApi(other.Client);
        var runs = await RunsEnd.WaitAsync(api, EndCap);
        var starts = counter.Read();
        var faults = await new Verdict(api, Workload.All, starts).JudgeAsync(runs, started);
        output.WriteLine($"{starts.Count} attempts of {runs.Count} runs judged");
        Assert.True(faults.Count == 0, $"{faults.Count} faults:\n{string.Join('\n', faults.Take(30))}\n{leader.Output}\n{other.Output}");
    }

    /// <summary>As when the machine of the one that leads falls silent: it hangs and its session is ended, as the server does it then. Later it goes on where it was, in the middle of its acts.</summary>
    [Fact]
    public async Task Leader_ThatHangsAndComesBack_CanNotActAnyMore()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        using var directory = new TemporaryDirectory();
        var counter = new Counter(directory["starts"]);
        var data = Directory.CreateDirectory(directory["data"]).FullName;
        var settings = new Dictionary<string, string> { ["ConnectionStrings__ElasticJobs"] = database.ConnectionString };
        await using var leader = new ConsoleProcess(data, settings);
        await using var other = new ConsoleProcess(data, settings);
        await leader.StartAsync();
        await LeadsAsync(leader);
        await other.StartAsync();
        var api = new ConsoleApi(other.Client);
        List<Guid> started = [];
        foreach (var pipeline in Workload.All)
        {
            await api.SaveAsync(pipeline.Name, pipeline.Document(counter.Path));
            started.Add(await api.StartRunAsync(pipeline.Name));
            started.Add(await api.StartRunAsync(pipeline.Name));
        }

        await Eventually.TrueAsync(() => counter.Read().Count > 3, "the runs are at work");
        await leader.PauseAsync();
        var paused = Stopwatch.GetTimestamp();
        await database.EndSessionsAsync("elasticjobs leader");
        await LeadsAsync(other);
        output.WriteLine($"Taken over {Stopwatch.GetElapsedTime(paused).TotalSeconds:0.0} s after it hung");
        await RunsEnd.WaitAsync(api, EndCap);
        if (Stopwatch.GetElapsedTime(paused) is var hung && hung < Hang)
            await Task.Delay(Hang - hung);
        await leader.ResumeAsync();

        Assert.Equal(75, await leader.ExitAsync());
        var runs = await RunsEnd.WaitAsync(api, EndCap);
        var starts = counter.Read();
        var faults = await new Verdict(api, Workload.All, starts).JudgeAsync(runs, started);
        output.WriteLine($"{starts.Count} attempts of {runs.Count} runs judged");
        Assert.True(faults.Count == 0, $"{faults.Count} faults:\n{string.Join('\n', faults.Take(30))}\n{leader.Output}\n{other.Output}");
    }

    internal static Task LeadsAsync(ConsoleProcess console) =>
        Eventually.TrueAsync(() => console.Output.Contains("The run engine begins", StringComparison.Ordinal), "the console leads", TimeSpan.FromSeconds(40));
}
