using System.Globalization;
using ElasticJobs.Core.Pods;
using ElasticJobs.Local.Pods;
using ElasticJobs.Local.Processes;
using ElasticJobs.Tests.Shared.Pods;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Local.Tests.Pods;

public sealed class ExactlyOnceTests : IAsyncLifetime
{
    private const string Count = "echo ran >> ran";

    private readonly LocalMachine _machine = new(options => options.PollInterval = TimeSpan.FromMilliseconds(50));

    private WatchedRuntime Console => _machine.Console;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _machine.DisposeAsync();

    [Fact]
    public async Task Start_ManyTimesAtOnceByTwoConsoles_RunsOnce()
    {
        var other = _machine.Another();
        var pods = Enumerable.Range(0, 20).Select(i => _machine.Shell($"once-{i}", $"echo ran >> ran-{i}")).ToList();

        await Task.WhenAll(pods.SelectMany(pod => Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? Console : other).StartAsync(pod))));

        foreach (var pod in pods)
        {
            Assert.Equal(PodPhase.Succeeded, (await Console.EndOfAsync(pod.Name)).Phase);
            Assert.Equal(PodPhase.Succeeded, (await other.EndOfAsync(pod.Name)).Phase);
        }

        // Late wrappers, if there are any, have had their chance when a later pod has run.
        await Console.RunAsync(_machine.Shell("later", "sleep 0.3"));
        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal("ran\n", File.ReadAllText(_machine[$"workspaces/work/ran-{i}"])));
    }

    /// <summary>A console that stands still for longer than it is patient with a start, while another runs the pod to its end.</summary>
    [Fact]
    public async Task Pod_ThatAnotherConsoleRemoved_IsForgottenAndNotRunAgain()
    {
        await using var machine = new LocalMachine(options => options.PollInterval = TimeSpan.FromSeconds(6));
        // The first start fails, so that the pod waits.
        Directory.CreateDirectory(machine["pods/removed/wrapper.log"]);
        await machine.Console.StartAsync(machine.Shell("removed", Count));
        Assert.Contains("removed", await NamesAsync(machine));

        Directory.Delete(machine["pods/removed"], recursive: true);

        await Eventually.TrueAsync(async () => !(await NamesAsync(machine)).Contains("removed"), "the pod is forgotten");
        await machine.Console.RunAsync(machine.Shell("later", "sleep 0.3"));
        Assert.False(File.Exists(machine["workspaces/work/ran"]));
        Assert.False(Directory.Exists(machine["pods/removed"]));
        // Its end is never told here, which the machine would wait for.
        await machine.RestartAsync();
    }

    [Fact]
    public async Task Wrapper_WhosePodWasRemoved_RunsNothing()
    {
        await Console.RunAsync(_machine.Shell("earlier", "true"));
        var directory = Directory.CreateDirectory(_machine["pods/again"]).FullName;
        var script = Assert.Single(Directory.EnumerateFiles(new LocalPaths(_machine.Data).Scripts, "pod-*.sh"));

        using var wrapper = System.Diagnostics.Process.Start("/bin/sh", [script, directory, _machine["bells"], _machine["logs"], "main"]);
        await wrapper.WaitForExitAsync();

        Assert.Equal(1, wrapper.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory));
    }

    [Fact]
    public async Task Start_OfEndedPod_IsNothing()
    {
        await Console.RunAsync(_machine.Shell("ended", Count));

        await Console.StartAsync(_machine.Shell("ended", Count));
        await _machine.RestartAsync();
        await Console.StartAsync(_machine.Shell("ended", Count));
        await Console.RunAsync(_machine.Shell("later", "true"));

        Assert.Equal("ran\n", File.ReadAllText(_machine["workspaces/work/ran"]));
    }

    [Fact]
    public async Task Console_KilledBetweenOrderAndStart_StartsItAfterwards()
    {
        var pod = _machine.Shell("ordered", Count) with { Labels = new Dictionary<string, string> { ["run"] = "1" } };
        await Console.SnapshotAsync();
        await Order(pod, CurrentBoot());

        await _machine.RestartAsync();
        var status = await Console.EndOfAsync("ordered");
        await Console.StartAsync(pod);

        Assert.Equal((PodPhase.Succeeded, "1"), (status.Phase, status.Labels["run"]));
        Assert.Equal("ran\n", File.ReadAllText(_machine["workspaces/work/ran"]));
    }

    [Fact]
    public async Task Order_OfAnEarlierBoot_IsLost_AndNeverRuns()
    {
        var pod = _machine.Shell("old", Count);
        await Order(pod, "00000000-0000-0000-0000-000000000000");

        await _machine.RestartAsync();
        await Console.StartAsync(pod);
        var status = await Console.EndOfAsync("old");

        Assert.Equal((PodPhase.Lost, "Lost"), (status.Phase, status.Reason));
        Assert.False(File.Exists(_machine["workspaces/work/ran"]));
    }

    [Fact]
    public async Task Stop_OfOrderThatNoWrapperClaimed_RefusesItForGood()
    {
        await Console.SnapshotAsync();
        var directory = new LocalPaths(_machine.Data).Pod("refused");
        Directory.CreateDirectory(directory.Path);
        Assert.True(directory.TryRefuse(CurrentBoot(), "Killed"));

        var status = await Console.RunAsync(_machine.Shell("refused", Count));

        Assert.Equal((PodPhase.Failed, "Killed", 137), (status.Phase, status.Reason, status.ExitCode));
        Assert.False(File.Exists(_machine["workspaces/work/ran"]));
    }

    [Fact]
    public async Task Restart_WhileAPodRuns_FindsItRunningAndThenItsEnd()
    {
        var pod = _machine.Shell("adopted", "until [ -e go ]; do sleep 0.02; done; echo done; echo 7 > $EJ_OUTPUTS/n; exit 2") with { Labels = new Dictionary<string, string> { ["k"] = "v" } };
        await Console.StartAsync(pod);
        await Console.RunningAsync("adopted");

        await _machine.RestartAsync();
        await Console.SnapshotAsync();
        Assert.Equal(PodPhase.Running, Assert.Single(Console.Known).Phase);
        File.WriteAllText(_machine["workspaces/work/go"], "");
        var status = await Console.EndOfAsync("adopted");

        Assert.Equal((2, "v", "7"), (status.ExitCode, status.Labels["k"], status.Outputs!["n"]));
        Assert.Equal("done\n", _machine.Out("adopted"));
    }

    [Fact]
    public async Task Restart_AfterAPodEndedUnseen_TellsItsEnd()
    {
        await Console.StartAsync(_machine.Shell("unseen", "until [ -e go ]; do sleep 0.02; done; exit 8"));
        await Console.RunningAsync("unseen");
        await Console.DisposeAsync();
        File.WriteAllText(_machine["workspaces/work/go"], "");
        await Eventually.TrueAsync(() => File.Exists(_machine["pods/unseen/exit"]), "the wrapper recorded the end");

        await _machine.RestartAsync();
        await Console.SnapshotAsync();

        Assert.Equal((PodPhase.Failed, 8), (Assert.Single(Console.Known).Phase, Assert.Single(Console.Known).ExitCode));
        await _machine.RestartAsync();
        await Console.SnapshotAsync();
        Assert.Equal(8, Assert.Single(Console.Known).ExitCode);
    }

    [Fact]
    public async Task Wrapper_Killed_IsALostPod_AndItsTaskEnds()
    {
        await Console.StartAsync(_machine.Shell("lost", "echo $$ > task; exec sleep 60"));
        await Console.RunningAsync("lost");
        await Eventually.TrueAsync(() => File.Exists(_machine["workspaces/work/task"]) && new FileInfo(_machine["workspaces/work/task"]).Length > 0, "the task runs");
        var claim = new LocalPaths(_machine.Data).Pod("lost").ReadClaim()!;

        _ = Libc.kill(claim.Wrapper.Pid, Libc.SigKill);
        var status = await Console.EndOfAsync("lost");

        Assert.Equal((PodPhase.Lost, "Lost", null), (status.Phase, status.Reason, status.ExitCode));
        var task = int.Parse(File.ReadAllText(_machine["workspaces/work/task"]), CultureInfo.InvariantCulture);
        await Eventually.TrueAsync(() => ProcessStat.Read(task) is not { IsAlive: true }, "the task is gone");
    }

    [Fact]
    public async Task Claim_WithANumberThatIsSomebodyElsesNow_IsALostPod()
    {
        await Console.SnapshotAsync();
        var pod = _machine.Shell("recycled", Count);
        var self = ProcessStat.Read(Environment.ProcessId)!.Value;
        await Order(pod, CurrentBoot());
        File.WriteAllText(_machine["pods/recycled/pid"], $"{self.Pid} {self.StartTime + 1} {CurrentBoot()}\n");

        await _machine.RestartAsync();
        var status = await Console.EndOfAsync("recycled");

        Assert.Equal(PodPhase.Lost, status.Phase);
    }

    [Fact]
    public async Task Claim_OfAnEarlierBoot_IsALostPod()
    {
        await Console.SnapshotAsync();
        var self = ProcessStat.Read(Environment.ProcessId)!.Value;
        await Order(_machine.Shell("rebooted", Count), CurrentBoot());
        File.WriteAllText(_machine["pods/rebooted/pid"], $"{self.Pid} {self.StartTime} 00000000-0000-0000-0000-000000000000\n");

        await _machine.RestartAsync();

        Assert.Equal(PodPhase.Lost, (await Console.EndOfAsync("rebooted")).Phase);
    }

    [Fact]
    public async Task EndedPods_OlderThanTheyAreKept_AreRemoved()
    {
        await using var machine = new LocalMachine(options =>
        {
            options.PollInterval = TimeSpan.FromMilliseconds(10);
            options.KeepEndedPods = TimeSpan.FromMilliseconds(1);
        });
        await machine.Console.RunAsync(machine.Shell("short-lived", "true"));

        await Eventually.TrueAsync(() => !Directory.Exists(machine["pods/short-lived"]), "the pod is removed");
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(LocalMachine machine)
    {
        List<string> names = [];
        await foreach (var change in machine.Console.Runtime.WatchAsync(CancellationToken.None))
        {
            if (change.Status is not { } status)
                break;
            names.Add(status.Name);
        }

        return names;
    }

    /// <summary>What a console leaves that dies right after it took a pod.</summary>
    private async Task Order(PodSpec pod, string boot)
    {
        await Console.DisposeAsync();
        var directory = new LocalPaths(_machine.Data).Pod(pod.Name);
        Directory.CreateDirectory(directory.Path);
        Assert.True(directory.TryWriteSpec(new StoredPod(boot, DateTimeOffset.UnixEpoch, pod)));
    }

    private static string CurrentBoot() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
}
