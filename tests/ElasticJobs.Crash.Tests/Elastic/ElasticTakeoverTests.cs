using System.Diagnostics;
using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Postgres;
using ElasticJobs.Tests.Shared.Time;
using Xunit.Abstractions;

namespace ElasticJobs.Crash.Tests.Elastic;

/// <summary>Two consoles on one PostgreSQL serve one queue, whichever is asked, while the one that leads is killed again and again.</summary>
public sealed class ElasticTakeoverTests(ITestOutputHelper output)
{
    private const int Kills = 5;
    private static readonly TimeSpan EndCap = TimeSpan.FromSeconds(150);

    [Fact]
    public async Task Tasks_PutAtBothConsoles_WhileTheLeaderIsKilled_HaveOneResultEach()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        using var directory = new TemporaryDirectory();
        using var files = new TemporaryDirectory();
        var data = Directory.CreateDirectory(directory["data"]).FullName;
        var settings = new Dictionary<string, string> { ["ConnectionStrings__ElasticJobs"] = database.ConnectionString };
        await using var one = new ConsoleProcess(data, settings);
        await using var two = new ConsoleProcess(data, settings);
        await using var network = new Relay(one.Address, two.Address);
        var processes = new InstanceProcesses(data);
        var tasks = new CountedTasks(files, one.Client, two.Client);
        foreach (var console in (ConsoleProcess[])[one, two])
        {
            console.Set("ElasticJobs__Elasticity__ConsoleUrl", network.Address.ToString());
            await console.StartAsync();
            if (console == one)
                await ReplicaTakeoverTests.LeadsAsync(one);
        }

        var started = Stopwatch.GetTimestamp();
        await tasks.DeployAsync(instances: 2);
        using var killed = new CancellationTokenSource();
        var putting = tasks.PutAsync(EndCap, killed.Token);
        var (leader, other) = (one, two);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(Random.Shared.Next(500, 3000));
            await leader.KillAsync();
            await ReplicaTakeoverTests.LeadsAsync(other);
            (leader, other) = (other, leader);
            await other.StartAsync();
        }

        await killed.CancelAsync();
        var put = await putting;
        output.WriteLine($"{put} tasks and {Kills} kills of the leader in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        Assert.Equal(0, await tasks.JudgeAsync(put));
        await tasks.StopAsync(1);
        await Eventually.TrueAsync(() => processes.Workers().Count == 0, "the instances have ended");
    }
}
