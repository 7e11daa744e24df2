using System.Globalization;
using ElasticJobs.Core.Pods;
using ElasticJobs.Local.Pods;
using ElasticJobs.Local.Processes;
using ElasticJobs.Tests.Shared.Pods;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Local.Tests.Pods;

/// <summary>A group is one pod whose members are process trees of their own.</summary>
public sealed class GroupTests : IAsyncLifetime
{
    private readonly LocalMachine _machine = new(options => options.PollInterval = TimeSpan.FromMilliseconds(50));

    private WatchedRuntime Console => _machine.Console;

    /// <summary>Lines in a file to which each member adds one.</summary>
    private int Began => File.Exists(_machine["workspaces/work/began"]) ? File.ReadAllLines(_machine["workspaces/work/began"]).Length : 0;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _machine.DisposeAsync();

    [Fact]
    public async Task Members_KnowTheirPlaces_AndHaveLogsOfTheirOwn()
    {
        var status = await Console.RunAsync(Group("places", 3, "echo $RANK/$WORLD_SIZE $LOCAL_RANK $MASTER_ADDR:$MASTER_PORT; echo $RANK > $EJ_OUTPUTS/rank; echo {} > $EJ_RESULTS/r$RANK.json", GroupSuccess.All));

        Assert.Equal((PodPhase.Succeeded, 0, 0), (status.Phase, status.ExitCode, status.Restarts));
        var port = new LocalPaths(_machine.Data).Pod("places").ReadSpec()!.MasterPort;
        Assert.Equal($"0/3 0 127.0.0.1:{port}\n", _machine.Out("places", "worker-0"));
        Assert.Equal($"2/3 0 127.0.0.1:{port}\n", _machine.Out("places", "worker-2"));
        Assert.Equal("0", status.Outputs!["rank"]);
        Assert.Equal(["r0.json"], (await Console.Runtime.ReadResultsAsync("places", CancellationToken.None)).Keys);
    }

    [Fact]
    public async Task Members_MeetAtTheMastersPort()
    {
        const string script = """
            import os, socket, time
            rank, address = int(os.environ["RANK"]), (os.environ["MASTER_ADDR"], int(os.environ["MASTER_PORT"]))
            if rank == 0:
                server = socket.create_server(address)
                for _ in range(int(os.environ["WORLD_SIZE"]) - 1):
                    peer = server.accept()[0]
                    print("met", peer.recv(10).decode(), flush=True)
            else:
                for _ in range(1000):
                    try:
                        peer = socket.create_connection(address)
                        break
                    except OSError:
                        time.sleep(0.01)
                peer.sendall(str(rank).encode())
            """;

        var status = await Console.RunAsync(_machine.Pod("meeting", new ContainerSpec { Command = ["python3", "-c", script] }) with { Group = new PodGroup(3, GroupSuccess.All) });

        Assert.Equal(PodPhase.Succeeded, status.Phase);
        Assert.Equal(["met 1", "met 2"], _machine.Out("meeting", "worker-0").Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
    }

    [Fact]
    public async Task Rank0_Succeeded_StopsTheOthers_AndDecides()
    {
        var status = await Console.RunAsync(Group("servers", 3, "[ $RANK = 0 ] && exit 0; trap 'echo asked; exit 9' TERM; while :; do sleep 0.05; done"));

        Assert.Equal((PodPhase.Succeeded, 0), (status.Phase, status.ExitCode));
        await NobodyLivesOf("servers");
    }

    [Fact]
    public async Task Member_ThatIgnoresItsStop_IsKilledAfterTheGrace()
    {
        var status = await Console.RunAsync(Group("deaf", 2, "[ $RANK = 0 ] && { until [ -e ready ]; do sleep 0.02; done; exit 0; }; trap '' TERM; : > ready; while :; do sleep 0.05; done") with { Grace = TimeSpan.FromMilliseconds(300) });

        Assert.Equal(PodPhase.Succeeded, status.Phase);
        await NobodyLivesOf("deaf");
    }

    [Theory]
    [InlineData(GroupSuccess.Rank0)]
    [InlineData(GroupSuccess.All)]
    public async Task Member_ThatFails_FailsTheGroup_WithItsCodeAndName(GroupSuccess success)
    {
        var status = await Console.RunAsync(Group("broken", 3, "[ $RANK = 2 ] && exit 7; sleep 60", success));

        Assert.Equal((PodPhase.Failed, 7), (status.Phase, status.ExitCode));
        Assert.Contains("worker-2", status.Message, StringComparison.Ordinal);
        await NobodyLivesOf("broken");
    }

    [Fact]
    public async Task Group_OfAll_WaitsForEveryMember()
    {
        var status = await Console.RunAsync(Group("all", 3, "[ $RANK = 0 ] || sleep 0.$RANK; echo $RANK >> ended", GroupSuccess.All));

        Assert.Equal(PodPhase.Succeeded, status.Phase);
        Assert.Equal(3, File.ReadAllLines(_machine["workspaces/work/ended"]).Length);
    }

    [Fact]
    public async Task Restart_BeginsAllAnew_IsCounted_AndKeepsTheLogs()
    {
        // What the first round leaves behind in another session must not meet the second.
        const string script = "echo round; echo $RANK >> began; echo old > $EJ_OUTPUTS/o$RANK; setsid sleep 60 & if [ $RANK = 1 ] && [ ! -e failed-once ]; then until grep -q 0 began; do sleep 0.02; done; : > failed-once; exit 3; fi; [ $RANK = 1 ] || sleep 0.5; rm -f $EJ_OUTPUTS/*; echo new > $EJ_OUTPUTS/n; exit 0";

        var status = await Console.RunAsync(Group("again", 2, script, GroupSuccess.All, restarts: 2));

        Assert.Equal((PodPhase.Succeeded, 1), (status.Phase, status.Restarts));
        Assert.Equal(["0", "0", "1", "1"], File.ReadAllLines(_machine["workspaces/work/began"]).Order());
        Assert.Equal("round\nround\n", _machine.Out("again", "worker-1"));
        Assert.Equal(["n"], status.Outputs!.Keys);
        Assert.Contains(Console.Told, told => told is { Name: "again", Phase: PodPhase.Running, Restarts: 1 });
        await NobodyLivesOf("again");
    }

    [Fact]
    public async Task Restarts_UsedUp_FailTheGroup()
    {
        var status = await Console.RunAsync(Group("hopeless", 2, "echo $RANK >> began; exit 4", GroupSuccess.All, restarts: 2));

        Assert.Equal((PodPhase.Failed, 4, 2), (status.Phase, status.ExitCode, status.Restarts));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(0)]
    public async Task Stop_EndsEveryMember_AndStartsNothingAgain(int grace)
    {
        await Console.StartAsync(Group("stopped", 3, "echo $RANK >> began; trap 'exit 0' TERM; while :; do sleep 0.05; done", GroupSuccess.All, restarts: 5));
        await Eventually.TrueAsync(() => Began == 3, "all members began");

        await Console.Runtime.StopAsync("stopped", TimeSpan.FromSeconds(grace), CancellationToken.None);
        var status = await Console.EndOfAsync("stopped");

        Assert.True(status.IsTerminal);
        Assert.Equal(0, status.Restarts);
        Assert.Equal(3, Began);
        await NobodyLivesOf("stopped");
    }

    [Fact]
    public async Task Console_ThatIsGone_ChangesNothing_AlsoOverARestart()
    {
        const string script = "echo $RANK >> began; until [ -e go ]; do sleep 0.02; done; if [ $RANK = 1 ] && [ ! -e failed-once ]; then : > failed-once; exit 3; fi; until [ -e end ]; do sleep 0.02; done; echo $RANK > $EJ_OUTPUTS/rank";
        var pod = Group("adopted", 2, script, GroupSuccess.All, restarts: 1);
        await Console.StartAsync(pod);
        await Console.RunningAsync("adopted");
        await Console.DisposeAsync();

        File.WriteAllText(_machine["workspaces/work/go"], "");
        await Eventually.TrueAsync(() => Began == 4, "the group started again without a console");
        await _machine.RestartAsync();
        await Console.SnapshotAsync();
        await Console.StartAsync(pod);
        Assert.Equal((PodPhase.Running, 1), (Assert.Single(Console.Known).Phase, Assert.Single(Console.Known).Restarts));
        File.WriteAllText(_machine["workspaces/work/end"], "");
        var status = await Console.EndOfAsync("adopted");

        Assert.Equal((PodPhase.Succeeded, "0", 1), (status.Phase, status.Outputs!["rank"], status.Restarts));
        Assert.Equal(4, Began);
    }

    [Fact]
    public async Task Start_ManyTimesAtOnceByTwoConsoles_RunsEachMemberOnce()
    {
        var other = _machine.Another();
        var pod = Group("once", 4, "echo $RANK $MASTER_PORT >> began", GroupSuccess.All);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? Console : other).StartAsync(pod)));
        Assert.Equal(PodPhase.Succeeded, (await Console.EndOfAsync("once")).Phase);
        Assert.Equal(PodPhase.Succeeded, (await other.EndOfAsync("once")).Phase);

        var began = File.ReadAllLines(_machine["workspaces/work/began"]);
        Assert.Equal(["0", "1", "2", "3"], began.Select(line => line.Split(' ')[0]).Order());
        Assert.Single(began.Select(line => line.Split(' ')[1]).Distinct());
    }

    [Fact]
    public async Task Wrapper_Killed_IsALostGroup_AndItsMembersEnd()
    {
        await Console.StartAsync(Group("lost", 3, "echo $RANK >> began; exec sleep 60", GroupSuccess.All, restarts: 3));
        await Eventually.TrueAsync(() => Began == 3, "all members began");
        var claim = new LocalPaths(_machine.Data).Pod("lost").ReadClaim()!;

        _ = Libc.kill(claim.Wrapper.Pid, Libc.SigKill);
        var status = await Console.EndOfAsync("lost");

        Assert.Equal((PodPhase.Lost, "Lost"), (status.Phase, status.Reason));
        await NobodyLivesOf("lost");
        Assert.Equal(3, Began);
    }

    [Fact]
    public async Task Member_CanBeInterrupted_AsATaskCan()
    {
        var status = await Console.RunAsync(_machine.Pod("interrupted", new ContainerSpec
        {
            Command = ["python3", "-c", "import os, signal; os.kill(os.getpid(), signal.SIGINT)"],
        }) with
        { Group = new PodGroup(2) });

        Assert.Equal((PodPhase.Failed, 130), (status.Phase, status.ExitCode));
    }

    [Fact]
    public async Task Resource_IsRefused_WithWords()
    {
        var refusal = await Assert.ThrowsAsync<PodStartException>(() => Console.StartAsync(_machine.Pod("object") with
        {
            Resource = new ResourceManifest { Manifest = new() { ["kind"] = "PyTorchJob" }, SuccessCondition = "status.ok == true" },
        }));

        Assert.Contains("PyTorchJob", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Kubernetes runtime", refusal.Message, StringComparison.Ordinal);
    }

    private PodSpec Group(string name, int size, string script, GroupSuccess success = GroupSuccess.Rank0, int restarts = 0) =>
        _machine.Shell(name, script) with { Group = new PodGroup(size, success, restarts) };

    private async Task NobodyLivesOf(string pod)
    {
        var files = new LocalPaths(_machine.Data).Pod(pod).Files;
        await Eventually.TrueAsync(() => !ProcessTable.Read().MarkedBy(files).Any(), string.Create(CultureInfo.InvariantCulture, $"no process of {pod} is left"));
    }
}
