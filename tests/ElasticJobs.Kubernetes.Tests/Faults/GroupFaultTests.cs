using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Kubernetes.Tests.Faults;

/// <summary>Groups whose members, API server or console go wrong: all of a group or nothing of it.</summary>
public sealed class GroupFaultTests
{
    private const string Later = "2026-01-01T00:00:05Z";

    [Fact]
    public async Task Members_BeginOnceAllOfThemCould_AndNotBefore()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await StartAsync(cluster, 3);
        Run(cluster, 0, 1);
        await SeenAsync(cluster, 0, 1);

        Assert.Equal(PodPhase.Pending, Assert.Single(cluster.Console.Known).Phase);
        Assert.All(Members, rank => Assert.Null(Go(cluster, rank)));
        Run(cluster, 2);

        Assert.Equal(PodPhase.Running, (await cluster.Console.RunningAsync("g")).Phase);
        Assert.All(Members, rank => Assert.NotNull(Go(cluster, rank)));
        var service = cluster.Server.Store.Find("services", "default", "g")!;
        Assert.Equal(("None", true), ((string?)service["spec"]!["clusterIP"], (bool)service["spec"]!["publishNotReadyAddresses"]!));
        Assert.Equal((string?)cluster.Find(Pod(0))!["metadata"]!["uid"], (string?)service["metadata"]!["ownerReferences"]![0]!["uid"]);
        Assert.All(Members, rank => Assert.Equal(($"worker-{rank}", "g"), ((string?)cluster.Find(Pod(rank))!["spec"]!["hostname"], (string?)cluster.Find(Pod(rank))!["spec"]!["subdomain"])));
        Assert.Equal("worker-0.g", Env(cluster, 2, "MASTER_ADDR"));
        Assert.Equal(("2", "3", "0"), (Env(cluster, 2, "RANK"), Env(cluster, 2, "WORLD_SIZE"), Env(cluster, 2, "LOCAL_RANK")));
    }

    [Theory]
    [InlineData("POST pods")]
    [InlineData("POST services")]
    public async Task Create_ThatFailedAfterItWasDone_IsOneMember(string request)
    {
        await using var cluster = await FakeCluster.StartAsync();
        // The first member is its start's; what is meant are those that follow.
        var hold = cluster.Server.Faults.Hold("POST pods");
        var start = cluster.Runtime.StartAsync(Group(cluster, 3), CancellationToken.None);
        await Eventually.TrueAsync(() => cluster.Server.Count("POST pods") == 1, "the first member is asked for");
        cluster.Server.Faults.RefuseWhenDone(request, FakeStatus.InternalError);
        cluster.Server.Faults.CutWhenDone(request);
        hold.SetResult();
        await start;
        await AllThereAsync(cluster, 3);

        Run(cluster, 0, 1, 2);

        await cluster.Console.RunningAsync("g");
        Assert.Equal((3, 1), (cluster.Server.Store.List("pods").Count, cluster.Server.Store.List("services").Count));
    }

    [Fact]
    public async Task Console_ThatDiedBetweenCreates_HasItsGroupCompletedByTheNext()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var held = cluster.Server.Faults.Hold("POST services");
        await cluster.Runtime.StartAsync(Group(cluster, 3), CancellationToken.None);
        await Eventually.TrueAsync(() => cluster.Server.Count("POST services") > 0, "its members are being made");
        await cluster.Console.DisposeAsync();
        held.SetResult();
        foreach (var rank in (int[])[1, 2])
            cluster.Destroy(Pod(rank));

        await cluster.RestartAsync();

        Assert.Equal(PodPhase.Pending, Assert.Single(cluster.Console.Known).Phase);
        await AllThereAsync(cluster, 3);
        Run(cluster, 0, 1, 2);
        await cluster.Console.RunningAsync("g");
    }

    [Fact]
    public async Task Console_ThatDiedWhileMembersWereLetBegin_HasTheRestLetByTheNext()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await StartAsync(cluster, 2);
        cluster.Server.Faults.Refuse($"PATCH pods/{Pod(1)}", FakeStatus.InternalError, times: 1000);
        Run(cluster, 0, 1);
        await Eventually.TrueAsync(() => Go(cluster, 0) is not null, "the first member is let begin");
        await cluster.Console.DisposeAsync();
        cluster.Server.Faults.Clear();

        await cluster.RestartAsync();

        await cluster.Console.RunningAsync("g");
        Assert.Equal(Go(cluster, 0), Go(cluster, 1));
    }

    [Fact]
    public async Task Group_ThatCantAllBePlaced_SaysWhoWaitsForWhat_AndAStopFreesAll()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await StartAsync(cluster, 2);
        Run(cluster, 0);
        cluster.Crowd(Pod(1));

        var waiting = await cluster.Console.WhenAsync("g", told => told.Reason == PodStatus.Unschedulable, "wait for a node");
        Assert.Equal("worker-1: No node fits, cpu is short: 0/1 nodes are available: 1 Insufficient cpu.", waiting.Message);
        await cluster.Runtime.StopAsync("g", TimeSpan.FromSeconds(1), CancellationToken.None);
        Assert.All((int[])[0, 1], rank => Assert.NotNull(cluster.Find(Pod(rank))!["metadata"]!["deletionTimestamp"]));
        Assert.False(cluster.Console.Known.Single().IsTerminal);
        cluster.End(Pod(0), 143);

        var status = await cluster.Console.EndOfAsync("g");
        Assert.Equal((PodPhase.Failed, "Killed", "Stopped before it began."), (status.Phase, status.Reason, status.Message));
        Assert.All((int[])[0, 1], rank => Assert.Null(Go(cluster, rank)));
        await cluster.Runtime.DrainLogsAsync("g", CancellationToken.None);
        await cluster.Runtime.RemoveAsync("g", CancellationToken.None);
        Assert.Empty(cluster.Server.Store.List("pods"));
    }

    [Fact]
    public async Task Quota_HoldsAGroupBack_InItsWords()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Faults.Refuse("POST pods", FakeStatus.QuotaExceeded);

        await cluster.Runtime.StartAsync(Group(cluster, 2), CancellationToken.None);

        var waiting = await cluster.Console.WhenAsync("g", told => told.Reason == PodStatus.Quota, "wait for quota");
        Assert.StartsWith("worker-0: The quota of its namespace is used up: ", waiting.Message, StringComparison.Ordinal);
        await AllThereAsync(cluster, 2);
        Run(cluster, 0, 1);
        Assert.Null((await cluster.Console.RunningAsync("g")).Message);
    }

    [Fact]
    public async Task Refusal_OfAMember_FreesTheOthers()
    {
        await using var cluster = await FakeCluster.StartAsync();
        var first = cluster.Server.Faults.Hold("POST pods");
        var start = cluster.Runtime.StartAsync(Group(cluster, 3), CancellationToken.None);
        await Eventually.TrueAsync(() => cluster.Server.Count("POST pods") == 1, "the first member is asked for");
        cluster.Server.Faults.Refuse("POST pods", new FakeStatus(403, "Forbidden", "admission says no"));
        first.SetResult();
        await start;

        var status = await cluster.Console.EndOfAsync("g");

        Assert.Equal((PodPhase.Failed, PodStatus.StartError), (status.Phase, status.Reason));
        Assert.Contains("admission says no", status.Message, StringComparison.Ordinal);
        Assert.Equal([Pod(0)], cluster.Server.Store.List("pods").Select(pod => (string?)pod["metadata"]!["name"]));
        Assert.Null(Go(cluster, 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Member_ThatVanishes_IsAnErrorOfTheInfrastructure_AndEndsTheOthers(bool whileNobodyWatched)
    {
        await using var cluster = await FakeCluster.StartAsync();
        await StartAsync(cluster, 3, restarts: 5);
        Run(cluster, 0, 1, 2);
        await cluster.Console.RunningAsync("g");
        if (whileNobodyWatched)
            await cluster.Console.DisposeAsync();

        cluster.Destroy(Pod(1));
        if (whileNobodyWatched)
            await cluster.RestartAsync();

        await DeletedAsync(cluster, 0, 2);
        cluster.End(Pod(0), 143, Later);
        cluster.End(Pod(2), 143, Later);
        var status = await cluster.Console.EndOfAsync("g");
        Assert.Equal((PodPhase.Lost, PodStatus.Deleted, 0), (status.Phase, status.Reason, status.Restarts));
        Assert.StartsWith("It was worker-1 that failed", status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_TakesAllMembersAnew_AndGoesOnWithTheirLogs()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await StartAsync(cluster, 2, restarts: 1);
        Run(cluster, 0, 1);
        await cluster.Console.RunningAsync("g");
        cluster.Log(Pod(0)).Write(At(1), "first\n");
        cluster.End(Pod(1), 3);
        await DeletedAsync(cluster, 0);
        cluster.End(Pod(0), 143, Later);

        var again = await cluster.Console.WhenAsync("g", told => told.Restarts == 1, "start again");
        Assert.Equal(PodPhase.Running, again.Phase);
        await Eventually.TrueAsync(() => cluster.Find(Pod(1, 1)) is not null && cluster.Find(Pod(0)) is null && cluster.Find(Pod(1)) is null, "the second round took the place of the first");
        await Eventually.TrueAsync(() => cluster.Server.Store.List("services").Select(service => (string?)service["metadata"]!["name"]).SequenceEqual(["g-r1"]), "it has a service of its own");
        // Of an earlier time, as on a node whose clock is behind.
        cluster.Log(Pod(0, 1)).Write(At(0), "second\n");
        cluster.Run(Pod(0, 1));
        cluster.Run(Pod(1, 1));
        await Eventually.TrueAsync(() => Go(cluster, 0, 1) is not null && Go(cluster, 1, 1) is not null, "all begin again");
        await cluster.RestartAsync();
        Assert.Equal((PodPhase.Running, 1, again.StartedAt), (Assert.Single(cluster.Console.Known).Phase, Assert.Single(cluster.Console.Known).Restarts, Assert.Single(cluster.Console.Known).StartedAt));
        cluster.End(Pod(1, 1), 4);
        await DeletedAsync(cluster, [Pod(0, 1)]);
        cluster.End(Pod(0, 1), 143, Later);

        var status = await cluster.Console.EndOfAsync("g");
        await cluster.Runtime.DrainLogsAsync("g", CancellationToken.None);
        Assert.Equal((PodPhase.Failed, 4, 1), (status.Phase, status.ExitCode, status.Restarts));
        Assert.Equal("first\nsecond\n", cluster.Out("g", "worker-0"));
        await cluster.Runtime.RemoveAsync("g", CancellationToken.None);
        Assert.Empty(cluster.Server.Store.List("pods"));
        Assert.Empty(cluster.Server.Store.List("services"));
    }

    [Fact]
    public async Task Console_ThatDiedBetweenRounds_GoesOnWithTheNext()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await StartAsync(cluster, 2, restarts: 1);
        Run(cluster, 0, 1);
        await cluster.Console.RunningAsync("g");
        cluster.Server.Faults.RefuseWhenDone("POST pods", FakeStatus.InternalError, times: 1000);
        cluster.End(Pod(1), 3);
        await DeletedAsync(cluster, 0);
        cluster.End(Pod(0), 143, Later);
        await Eventually.TrueAsync(() => cluster.Find(Pod(0, 1)) is not null, "the second round has begun", TimeSpan.FromSeconds(30));
        await cluster.Console.DisposeAsync();
        cluster.Server.Faults.Clear();

        await cluster.RestartAsync();

        await Eventually.TrueAsync(() => cluster.Find(Pod(1, 1)) is not null && cluster.Find(Pod(0)) is null && cluster.Find(Pod(1)) is null, "the second round is complete", TimeSpan.FromSeconds(30));
        Assert.Equal(1, Assert.Single(cluster.Console.Known).Restarts);
    }

    [Fact]
    public async Task Stop_StartsNothingAgain()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await StartAsync(cluster, 2, restarts: 5);
        Run(cluster, 0, 1);
        await cluster.Console.RunningAsync("g");

        await cluster.Runtime.StopAsync("g", TimeSpan.FromSeconds(1), CancellationToken.None);
        cluster.End(Pod(0), 1);
        cluster.End(Pod(1), 1);

        var status = await cluster.Console.EndOfAsync("g");
        Assert.Equal((PodPhase.Failed, 1, "Terminated", 0), (status.Phase, status.ExitCode, status.Reason, status.Restarts));
        Assert.Equal(2, cluster.Server.Count("POST pods"));
    }

    [Fact]
    public async Task Removal_ThatWasInterrupted_MakesNothingAnew()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await StartAsync(cluster, 2);
        await EndAsync(cluster, 2);
        await cluster.Runtime.DrainLogsAsync("g", CancellationToken.None);
        cluster.Server.Faults.Refuse($"PATCH pods/{Pod(0)}", new FakeStatus(403, "Forbidden", "not now"));
        await Assert.ThrowsAsync<KubernetesApiException>(() => cluster.Runtime.RemoveAsync("g", CancellationToken.None));

        await cluster.RestartAsync();

        Assert.True(Assert.Single(cluster.Console.Known).IsTerminal);
        await cluster.Runtime.RemoveAsync("g", CancellationToken.None);
        Assert.Empty(cluster.Server.Store.List("pods"));
        Assert.Equal(2, cluster.Server.Count("POST pods"));
    }

    [Fact]
    public async Task Service_OfAnother_IsNotTaken()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Store.Create("services", "default", JsonNode.Parse("""{"metadata":{"name":"g"},"spec":{"selector":{"app":"other"}}}""")!.AsObject());

        await cluster.Runtime.StartAsync(Group(cluster, 2), CancellationToken.None);

        var status = await cluster.Console.EndOfAsync("g");
        Assert.Equal(PodStatus.StartError, status.Reason);
        Assert.Contains("A service g that is not this group's", status.Message, StringComparison.Ordinal);
    }

    private static int[] Members => [0, 1, 2];

    private static PodSpec Group(FakeCluster cluster, int size, int restarts = 0) => cluster.Pod("g") with { Group = new PodGroup(size, GroupSuccess.All, restarts) };

    private static async Task StartAsync(FakeCluster cluster, int size, int restarts = 0)
    {
        await cluster.Runtime.StartAsync(Group(cluster, size, restarts), CancellationToken.None);
        await AllThereAsync(cluster, size);
    }

    /// <summary>All members run and succeed.</summary>
    private static async Task EndAsync(FakeCluster cluster, int size)
    {
        for (var rank = 0; rank < size; rank++)
            cluster.Run(Pod(rank));
        await cluster.Console.RunningAsync("g");
        for (var rank = 0; rank < size; rank++)
            cluster.End(Pod(rank), 0);
        Assert.Equal(PodPhase.Succeeded, (await cluster.Console.EndOfAsync("g")).Phase);
    }

    private static Task AllThereAsync(FakeCluster cluster, int size) => Eventually.TrueAsync(
        () => Enumerable.Range(0, size).All(rank => cluster.Find(Pod(rank)) is not null) && cluster.Server.Store.Find("services", "default", "g") is not null,
        "all members and their service are there", TimeSpan.FromSeconds(30));

    private static Task SeenAsync(FakeCluster cluster, params int[] ranks)
    {
        // What was told later than these is seen later.
        cluster.Crowd(Pod(2));
        return cluster.Console.WhenAsync("g", told => told.Reason == PodStatus.Unschedulable, $"be seen to run in {string.Join(", ", ranks)}");
    }

    private static void Run(FakeCluster cluster, params int[] ranks) => Array.ForEach(ranks, rank => cluster.Run(Pod(rank)));

    private static Task DeletedAsync(FakeCluster cluster, params int[] ranks) => DeletedAsync(cluster, [.. ranks.Select(rank => Pod(rank))]);

    private static Task DeletedAsync(FakeCluster cluster, string[] pods) => Eventually.TrueAsync(
        () => pods.All(pod => cluster.Find(pod)?["metadata"]!["deletionTimestamp"] is not null), "the others are told to end");

    private static string Pod(int rank, int round = 0) => round == 0 ? $"g-worker-{rank}" : $"g-r{round}-worker-{rank}";

    private static string? Go(FakeCluster cluster, int rank, int round = 0) => (string?)cluster.Find(Pod(rank, round))?["metadata"]!["annotations"]?[PodMarks.Gate];

    private static string? Env(FakeCluster cluster, int rank, string name) =>
        (string?)cluster.Find(Pod(rank))!["spec"]!["containers"]![0]!["env"]!.AsArray().Single(variable => (string?)variable!["name"] == name)!["value"];

    private static DateTimeOffset At(int second) => new(2026, 1, 1, 0, 0, second, TimeSpan.Zero);
}
