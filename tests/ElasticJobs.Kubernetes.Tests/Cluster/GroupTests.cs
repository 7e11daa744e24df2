using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Tests.Shared.Pods;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Kubernetes.Tests.Cluster;

/// <summary>Groups on the real cluster: what <see cref="PodGroup"/> promises, as the Local runtime keeps it.</summary>
[Trait("Category", "Cluster")]
public sealed class GroupTests(RuntimeCluster cluster) : IClassFixture<RuntimeCluster>
{
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(180);

    private WatchedRuntime Console => cluster.Console;

    [Fact]
    public async Task Members_ReachRank0ByItsName_AndHaveLogsOfTheirOwn()
    {
        const string script = """
            import os, socket, time
            rank, size, address = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"]), (os.environ["MASTER_ADDR"], int(os.environ["MASTER_PORT"]))
            if rank == 0:
                server = socket.create_server(("", address[1]))
                for _ in range(size - 1):
                    print("met", server.accept()[0].recv(10).decode(), flush=True)
                open(os.environ["EJ_OUTPUTS"] + "/address", "w").write(address[0])
            else:
                deadline = time.monotonic() + 40
                while True:
                    try:
                        peer = socket.create_connection(address)
                        break
                    except OSError:
                        assert time.monotonic() < deadline
                        time.sleep(0.1)
                peer.sendall(str(rank).encode())
                print("sent", rank)
            open(os.environ["EJ_RESULTS"] + "/r.json", "w").write(str(rank))
            """;

        var status = await Console.RunAsync(Group("meeting", 3, "", GroupSuccess.All, change: container => container with { Image = "localhost/debian:12", Command = ["python3", "-c", script] }));

        Assert.Equal((PodPhase.Succeeded, 0, 0, "worker-0.meeting"), (status.Phase, status.ExitCode, status.Restarts, status.Outputs!["address"]));
        Assert.Equal(("node1", "meeting"), (status.Node, status.Labels[PodLabels.Task]));
        Assert.Equal(["met 1", "met 2"], cluster.Out("meeting", "worker-0").Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
        Assert.Equal("sent 1\n", cluster.Out("meeting", "worker-1"));
        Assert.Equal("sent 2\n", cluster.Out("meeting", "worker-2"));
        Assert.Equal("0", (await cluster.Runtime.ReadResultsAsync("meeting", CancellationToken.None))["r.json"]);
        Assert.Equal([PodPhase.Pending, PodPhase.Running, PodPhase.Succeeded], Console.Told.Where(told => told.Name == "meeting").Select(told => told.Phase).Distinct());

        await cluster.Runtime.RemoveAsync("meeting", CancellationToken.None);
        await Eventually.TrueAsync(async () => await ListAsync(ResourceType.Pods, "meeting") == 0 && await ListAsync(ResourceType.Services, "meeting") == 0, "its pods and its service are gone", Cap);
    }

    [Fact]
    public async Task Rank0_Succeeded_StopsTheOthers_AndDecides()
    {
        var status = await Console.RunAsync(Group("servers", 3, "[ $RANK = 0 ] && { until [ -e up-1 ] && [ -e up-2 ]; do sleep 0.1; done; exit 0; }; exec 2>/dev/null; trap 'echo asked; exit 9' TERM; : >up-$RANK; while :; do sleep 0.1; done"));

        Assert.Equal((PodPhase.Succeeded, 0, null), (status.Phase, status.ExitCode, status.Message));
        Assert.Equal("asked\n", cluster.Out("servers", "worker-1"));
        Assert.Equal("asked\n", cluster.Out("servers", "worker-2"));
    }

    [Fact]
    public async Task Group_OfAll_WaitsForEveryMember()
    {
        var status = await Console.RunAsync(Group("all", 3, "[ $RANK = 0 ] || sleep $RANK; echo $RANK >>ended", GroupSuccess.All));

        Assert.Equal(PodPhase.Succeeded, status.Phase);
        Assert.Equal(["0", "1", "2"], (await File.ReadAllLinesAsync(cluster.Workspace("ended"))).Order());
    }

    [Theory]
    [InlineData(GroupSuccess.Rank0)]
    [InlineData(GroupSuccess.All)]
    public async Task Member_ThatFails_FailsTheGroup_WithItsCodeAndName(GroupSuccess success)
    {
        var status = await Console.RunAsync(Group($"broken-{success.ToString().ToLowerInvariant()}", 3, "[ $RANK = 2 ] && exit 7; sleep 60", success));

        Assert.Equal((PodPhase.Failed, 7, null), (status.Phase, status.ExitCode, status.Reason));
        Assert.Equal("It was worker-2 that failed; the others were stopped.", status.Message);
    }

    [Fact]
    public async Task Program_ThatTheImageLacks_IsSaidBeforeAnythingRuns()
    {
        var status = await Console.RunAsync(Group("missing", 2, "", restarts: 3, change: container => container with { Command = ["no-such-program"] }));

        Assert.Equal((PodPhase.Failed, PodStatus.StartError, 0), (status.Phase, status.Reason, status.Restarts));
        Assert.Contains("There is no program 'no-such-program' in the image", status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Group_ThatCantAllBePlaced_SaysWhoWaits_AndAStopFreesAllWhileNothingRan()
    {
        var cores = (await cluster.Api.ListAsync<JsonObject>(ResourceType.Nodes, null, ListQuery.All, CancellationToken.None)).Items.Sum(node => Quantities.Read((string)node["status"]!["allocatable"]!["cpu"]!));
        var pod = Group("crowded", 3, "echo ran; echo $RANK >>ran", change: container => container with { Resources = new ResourceRequirements(CpuRequest: cores * 0.45) });
        await Console.StartAsync(pod);
        var waiting = await Console.WhenAsync("crowded", told => told.Reason == PodStatus.Unschedulable, "wait for a node");
        Assert.Matches("^worker-[0-2]: No node fits, cpu is short: ", waiting.Message);
        await Eventually.TrueAsync(async () => (await cluster.FindAsync("crowded-worker-0"))?.Status?.ContainerStatuses is [{ State.Running: not null }], "a member waits for the others on its node", Cap);

        await cluster.Runtime.StopAsync("crowded", TimeSpan.FromSeconds(5), CancellationToken.None);

        var status = await Console.EndOfAsync("crowded");
        await cluster.Runtime.DrainLogsAsync("crowded", CancellationToken.None);
        Assert.Equal((PodPhase.Failed, "Killed", "Stopped before it began."), (status.Phase, status.Reason, status.Message));
        Assert.False(File.Exists(cluster.Workspace("ran")));
        Assert.Equal("", cluster.Out("crowded", "worker-0"));
        await cluster.Runtime.RemoveAsync("crowded", CancellationToken.None);
        await Eventually.TrueAsync(async () => await ListAsync(ResourceType.Pods, "crowded") == 0, "its pods are gone", Cap);
    }

    [Fact]
    public async Task Restart_BeginsAllAnew_IsCounted_AndKeepsTheLogs()
    {
        const string script = "exec 2>/dev/null; echo round; echo $RANK >>began; echo old >$EJ_OUTPUTS/o$RANK; if [ $RANK = 1 ] && [ ! -e failed-once ]; then until grep -q 0 began; do sleep 0.1; done; : >failed-once; exit 3; fi; [ $RANK = 1 ] || sleep 2; rm -f $EJ_OUTPUTS/*; echo new >$EJ_OUTPUTS/n";

        var status = await Console.RunAsync(Group("again", 2, script, GroupSuccess.All, restarts: 2));

        Assert.Equal((PodPhase.Succeeded, 1), (status.Phase, status.Restarts));
        Assert.Equal(["0", "0", "1", "1"], (await File.ReadAllLinesAsync(cluster.Workspace("began"))).Order());
        Assert.Equal("round\nround\n", cluster.Out("again", "worker-0"));
        Assert.Equal("round\nround\n", cluster.Out("again", "worker-1"));
        Assert.Equal(["n"], status.Outputs!.Keys);
        Assert.Contains(Console.Told, told => told is { Name: "again", Phase: PodPhase.Running, Restarts: 1 });
    }

    [Fact]
    public async Task Console_ThatIsRestarted_GoesOnWithItsGroups()
    {
        await Console.StartAsync(Group("adopted", 2, "echo begun; until [ -e fail ]; do sleep 0.1; done; echo $RANK >>seen; [ -e end ] || sleep 1; [ -e end ] || exit 3; echo $RANK >$EJ_OUTPUTS/rank", GroupSuccess.All, restarts: 1));
        await Console.RunningAsync("adopted");
        await cluster.RestartAsync();
        Assert.Equal((PodPhase.Running, 0), (Known("adopted").Phase, Known("adopted").Restarts));

        File.WriteAllText(cluster.Workspace("fail"), "");
        await Console.WhenAsync("adopted", told => told.Restarts == 1, "start again");
        await cluster.RestartAsync();
        Assert.Equal((PodPhase.Running, 1), (Known("adopted").Phase, Known("adopted").Restarts));
        File.WriteAllText(cluster.Workspace("end"), "");
        var status = await Console.EndOfAsync("adopted");

        await cluster.Runtime.DrainLogsAsync("adopted", CancellationToken.None);
        Assert.Equal((PodPhase.Succeeded, "0", 1), (status.Phase, status.Outputs!["rank"], status.Restarts));
        Assert.Equal("begun\nbegun\n", cluster.Out("adopted", "worker-1"));
    }

    [Fact]
    public async Task Member_ThatSomebodyDeletes_IsAnErrorOfTheInfrastructure()
    {
        await Console.StartAsync(Group("bereft", 2, "sleep 60", GroupSuccess.All, restarts: 3));
        await Console.RunningAsync("bereft");

        await cluster.Api.DeleteAsync(ResourceType.Pods, cluster.Namespace, "bereft-worker-1", new DeleteOptions { GracePeriod = TimeSpan.FromSeconds(1) }, CancellationToken.None);

        var status = await Console.EndOfAsync("bereft");
        Assert.Equal((PodStatus.Deleted, 0), (status.Reason, status.Restarts));
        Assert.StartsWith("It was worker-1 that failed; the others were stopped. Its pod was deleted", status.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, "Terminated")]
    [InlineData(0, "Killed")]
    public async Task Stop_EndsEveryMember_AndStartsNothingAgain(int grace, string reason)
    {
        var name = $"stopped-{grace}";
        await Console.StartAsync(Group(name, 2, $"echo $RANK >>{name}; trap 'exit 5' TERM; [ {grace} = 5 ] || trap '' TERM; while :; do sleep 0.1; done", GroupSuccess.All, restarts: 5));
        await Eventually.TrueAsync(() => File.Exists(cluster.Workspace(name)) && File.ReadAllLines(cluster.Workspace(name)).Length == 2, "all members began", Cap);

        await cluster.Runtime.StopAsync(name, TimeSpan.FromSeconds(grace), CancellationToken.None);
        var status = await Console.EndOfAsync(name);

        Assert.Equal((true, reason, 0), (status.IsTerminal, status.Reason, status.Restarts));
        Assert.Equal(2, (await File.ReadAllLinesAsync(cluster.Workspace(name))).Length);
    }

    [Fact]
    public async Task Use_IsTheSumOfTheMembers()
    {
        await Console.StartAsync(Group("spinners", 2, "while :; do :; done"));
        await Console.RunningAsync("spinners");

        var use = await Eventually.ValueAsync(
            async () => (await cluster.Runtime.SampleAsync(["spinners", "spinners-worker-0", "spinners-worker-1"], CancellationToken.None)) is { Count: 3 } readings
                && readings["spinners"].CpuTime.TotalMilliseconds > 100 ? readings : null,
            "processor time is measured", Cap);

        Assert.Equal(use["spinners-worker-0"].CpuTime + use["spinners-worker-1"].CpuTime, use["spinners"].CpuTime);
        Assert.Equal(use["spinners-worker-0"].MemoryBytes + use["spinners-worker-1"].MemoryBytes, use["spinners"].MemoryBytes);
        await cluster.Runtime.StopAsync("spinners", TimeSpan.Zero, CancellationToken.None);
    }

    private PodStatus Known(string name) => Console.Known.Single(pod => pod.Name == name);

    private PodSpec Group(
        string name, int size, string script, GroupSuccess success = GroupSuccess.Rank0, int restarts = 0, Func<ContainerSpec, ContainerSpec>? change = null) =>
        cluster.Shell(name, script, change) with { Group = new PodGroup(size, success, restarts) };

    private async Task<int> ListAsync(ResourceType type, string group) =>
        (await cluster.Api.ListAsync<JsonObject>(type, cluster.Namespace, new ListQuery { LabelSelector = $"{PodMarks.Group}={group}" }, CancellationToken.None)).Items.Count;
}
