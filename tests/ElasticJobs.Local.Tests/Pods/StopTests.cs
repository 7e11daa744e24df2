using System.Diagnostics;
using ElasticJobs.Core.Pods;
using ElasticJobs.Local.Processes;
using ElasticJobs.Tests.Shared.Pods;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Local.Tests.Pods;

/// <summary>Run with control groups, and without: then processes are found by session and marker.</summary>
public abstract class StopTests(bool useControlGroups) : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private readonly LocalMachine _machine = new(options =>
    {
        options.UseControlGroups = useControlGroups;
        options.DrainTimeout = TimeSpan.FromMilliseconds(300);
        options.PollInterval = TimeSpan.FromMilliseconds(100);
    });

    private WatchedRuntime Console => _machine.Console;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _machine.DisposeAsync();

    [Fact]
    public async Task Stop_SendsTerm_WhichATaskMayHandle()
    {
        await StartedAsync("polite", "trap 'echo bye; exit 5' TERM; echo up; while :; do sleep 0.05; done");

        await Console.Runtime.StopAsync("polite", Long, CancellationToken.None);
        var status = await Console.EndOfAsync("polite");

        Assert.Equal((PodPhase.Failed, 5, "Terminated"), (status.Phase, status.ExitCode, status.Reason));
        Assert.EndsWith("bye\n", _machine.Out("polite"));
    }

    [Fact]
    public async Task Stop_OfTaskThatIgnoresTerm_KillsAfterTheGrace()
    {
        await StartedAsync("stubborn", "trap '' TERM; echo up; while :; do sleep 0.05; done");
        var since = Stopwatch.GetTimestamp();

        await Console.Runtime.StopAsync("stubborn", TimeSpan.FromSeconds(0.5), CancellationToken.None);
        var status = await Console.EndOfAsync("stubborn");

        Assert.Equal((137, "Killed"), (status.ExitCode, status.Reason));
        Assert.True(Stopwatch.GetElapsedTime(since) >= TimeSpan.FromSeconds(0.45));
    }

    [Fact]
    public async Task Stop_WithoutGrace_KillsAtOnce()
    {
        await StartedAsync("now", "trap '' TERM; echo up; sleep 60 & wait");

        await Console.Runtime.StopAsync("now", TimeSpan.Zero, CancellationToken.None);

        Assert.Equal((137, "Killed"), ((await Console.EndOfAsync("now")) is var status ? status.ExitCode : null, status.Reason));
    }

    [Fact]
    public async Task Stop_WithShorterGraceThanBefore_Counts()
    {
        await StartedAsync("hurry", "trap '' TERM; echo up; while :; do sleep 0.05; done");

        await Console.Runtime.StopAsync("hurry", Long, CancellationToken.None);
        await Console.Runtime.StopAsync("hurry", TimeSpan.Zero, CancellationToken.None);

        Assert.Equal("Killed", (await Console.EndOfAsync("hurry")).Reason);
    }

    [Fact]
    public async Task Stop_ReachesGrandchildren_InSessionsOfTheirOwn()
    {
        await StartedAsync("family", "setsid sh -c 'echo $$ > grandchild; exec sleep 60' & sh -c 'sleep 61 & wait' & until [ -s grandchild ]; do sleep 0.02; done; echo up; wait");
        var grandchild = int.Parse(File.ReadAllText(_machine["workspaces/work/grandchild"]));

        await Console.Runtime.StopAsync("family", Long, CancellationToken.None);
        await Console.EndOfAsync("family");

        await Eventually.TrueAsync(() => ProcessStat.Read(grandchild) is not { IsAlive: true }, "the grandchild is gone");
    }

    [Fact]
    public async Task Stop_RightAfterTheStart_AlwaysEndsThePodSoon()
    {
        var pods = Enumerable.Range(0, 30).Select(i => _machine.Shell($"race-{i}", "sleep 60")).ToList();

        await Task.WhenAll(pods.Select(async (pod, i) =>
        {
            await Console.StartAsync(pod);
            if (i % 2 == 0)
                await Console.RunningAsync(pod.Name);
            await Console.Runtime.StopAsync(pod.Name, Long, CancellationToken.None);
        }));

        foreach (var pod in pods)
            Assert.Equal(PodPhase.Failed, (await Console.EndOfAsync(pod.Name)).Phase);
    }

    [Fact]
    public async Task Stop_OfUnknownOrEndedPod_IsNothing()
    {
        await Console.RunAsync(_machine.Shell("over", "true"));

        await Console.Runtime.StopAsync("over", TimeSpan.Zero, CancellationToken.None);
        await Console.Runtime.StopAsync("never-was", TimeSpan.Zero, CancellationToken.None);

        Assert.Equal(PodPhase.Succeeded, (await Console.EndOfAsync("over")).Phase);
    }

    [Fact]
    public async Task Stop_UnderWay_GoesOnAfterARestart()
    {
        await StartedAsync("countdown", "trap 'echo term >> terms' TERM; echo up; while :; do sleep 0.05; done");
        await Console.Runtime.StopAsync("countdown", TimeSpan.FromSeconds(1), CancellationToken.None);
        await Eventually.TrueAsync(() => File.Exists(_machine["workspaces/work/terms"]), "the task has its TERM");

        await _machine.RestartAsync();
        var status = await Console.EndOfAsync("countdown");

        Assert.Equal((137, "Killed"), (status.ExitCode, status.Reason));
        Assert.Single(File.ReadAllLines(_machine["workspaces/work/terms"]));
    }

    [Fact]
    public async Task Daemon_ThatHoldsTheOutput_DelaysTheEndAndIsKilled()
    {
        await Console.StartAsync(_machine.Shell("daemon", "setsid sh -c 'echo $$ > daemon; exec sleep 60' & until [ -s daemon ]; do sleep 0.02; done; exit 6"));

        var status = await Console.EndOfAsync("daemon");

        Assert.Equal(6, status.ExitCode);
        var daemon = int.Parse(File.ReadAllText(_machine["workspaces/work/daemon"]));
        await Eventually.TrueAsync(() => ProcessStat.Read(daemon) is not { IsAlive: true }, "the daemon is gone");
    }

    [Fact]
    public async Task Daemon_ThatHidesWell_CantDelayTheEndForever()
    {
        await Console.StartAsync(_machine.Shell("hidden", "setsid env -i sh -c 'echo $$ > hidden; exec sleep 30' & until [ -s hidden ]; do sleep 0.02; done; exit 7"));

        Assert.Equal(7, (await Console.EndOfAsync("hidden")).ExitCode);

        _ = Libc.kill(int.Parse(File.ReadAllText(_machine["workspaces/work/hidden"])), Libc.SigKill);
    }

    [Fact]
    public async Task Daemon_ThatHoldsNothing_IsKilledAfterTheEnd()
    {
        await Console.RunAsync(_machine.Shell("quiet", "setsid sh -c 'echo $$ > quiet; exec sleep 60' > /dev/null 2>&1 & until [ -s quiet ]; do sleep 0.02; done"));

        var daemon = int.Parse(File.ReadAllText(_machine["workspaces/work/quiet"]));
        await Eventually.TrueAsync(() => ProcessStat.Read(daemon) is not { IsAlive: true }, "the daemon is gone");
    }

    /// <summary>The script must say "up" once it is ready to be stopped.</summary>
    private async Task StartedAsync(string name, string script)
    {
        await Console.StartAsync(_machine.Shell(name, script));
        await Console.RunningAsync(name);
        await Eventually.TrueAsync(() => File.Exists(_machine[$"logs/{name}/main.out"]) && _machine.Out(name).Contains("up"), $"'{name}' is up");
    }
}

public sealed class StopWithControlGroupsTests() : StopTests(useControlGroups: true);

public sealed class StopWithoutControlGroupsTests() : StopTests(useControlGroups: false);
