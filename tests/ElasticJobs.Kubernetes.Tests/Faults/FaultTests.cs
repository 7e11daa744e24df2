using System.Text;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Kubernetes.Tests.Faults;

/// <summary>Whatever goes wrong between console and cluster: no task lost, none run twice for one attempt, no log line lost or doubled.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task Create_ThatFailedAfterItWasDone_IsOnePod()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Faults.RefuseWhenDone("POST pods", FakeStatus.InternalError);
        await StartUntilTakenAsync(cluster, "p1");
        cluster.Server.Faults.CutWhenDone("POST pods");
        await StartUntilTakenAsync(cluster, "p2");

        Assert.Equal(2, cluster.Server.Store.List("pods").Count);
        cluster.End("p1", 0);
        Assert.Equal(PodPhase.Succeeded, (await cluster.Console.EndOfAsync("p1")).Phase);
    }

    [Fact]
    public async Task Console_ThatDiedAfterTheCreate_StartsNothingAgain()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.Runtime.StartAsync(cluster.Pod("p"), CancellationToken.None);
        var uid = (string?)cluster.Find("p")!["metadata"]!["uid"];
        await cluster.RestartAsync();

        await cluster.Runtime.StartAsync(cluster.Pod("p"), CancellationToken.None);

        Assert.Equal(uid, (string?)cluster.Find("p")!["metadata"]!["uid"]);
        Assert.Equal(1, cluster.Server.Count("POST pods"));
    }

    [Theory]
    [InlineData(WatchFault.Gone)]
    [InlineData(WatchFault.GoneAsEvent)]
    [InlineData(WatchFault.CutWithinEvent)]
    [InlineData(WatchFault.CutAfterEvent)]
    [InlineData(WatchFault.Duplicates)]
    [InlineData(WatchFault.Reordered)]
    public async Task Watch_ThatGoesWrong_TellsEachEndOnce(WatchFault fault)
    {
        await using var cluster = await FakeCluster.StartAsync();
        foreach (var pod in new[] { "a", "b", "c" })
            await cluster.Runtime.StartAsync(cluster.Pod(pod), CancellationToken.None);
        cluster.Server.Faults.Watch(fault, fault);
        cluster.Server.BreakWatches();

        cluster.Run("a");
        cluster.End("a", 0);
        cluster.End("b", 3);
        cluster.Run("c");
        cluster.Server.BreakWatches();
        cluster.End("c", 4);

        Assert.Equal([0, 3, 4], [(await cluster.Console.EndOfAsync("a")).ExitCode, (await cluster.Console.EndOfAsync("b")).ExitCode, (await cluster.Console.EndOfAsync("c")).ExitCode]);
        Assert.Equal(3, cluster.Console.Told.Count(told => told.IsTerminal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pod_ThatVanished_IsLostAndNotStartedAgain(bool whileNobodyWatched)
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.Runtime.StartAsync(cluster.Pod("p"), CancellationToken.None);
        cluster.Run("p");
        await cluster.Console.RunningAsync("p");
        if (whileNobodyWatched)
        {
            cluster.Server.Faults.Watch(WatchFault.Gone);
            cluster.Server.BreakWatches();
            cluster.Server.Store.Compact();
        }

        cluster.Destroy("p");

        var status = await cluster.Console.EndOfAsync("p");
        Assert.Equal((PodPhase.Lost, PodStatus.Deleted), (status.Phase, status.Reason));
        await cluster.Runtime.StartAsync(cluster.Pod("p"), CancellationToken.None);
        Assert.Equal(1, cluster.Server.Count("POST pods"));
        await cluster.Runtime.DrainLogsAsync("p", CancellationToken.None);
        await cluster.Runtime.RemoveAsync("p", CancellationToken.None);
    }

    [Fact]
    public async Task Pod_ThatSomebodyDeletes_IsHeldUntilItsEndIsStored()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.Runtime.StartAsync(cluster.Pod("p"), CancellationToken.None);
        cluster.Run("p");
        await cluster.Console.RunningAsync("p");
        await cluster.Console.DisposeAsync();
        cluster.Server.Store.Delete("pods", "default", "p");
        cluster.End("p", 143);

        await cluster.RestartAsync();

        Assert.Equal(PodStatus.Deleted, (await cluster.Console.EndOfAsync("p")).Reason);
        await cluster.Runtime.DrainLogsAsync("p", CancellationToken.None);
        await cluster.Runtime.RemoveAsync("p", CancellationToken.None);
        Assert.Null(cluster.Find("p"));
    }

    [Fact]
    public async Task Node_ThatWentAway_LosesItsDeletedPod()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Store.Create("nodes", null, JsonNode.Parse("""{"metadata":{"name":"n1"},"status":{"conditions":[{"type":"Ready","status":"Unknown"}]}}""")!.AsObject());
        await cluster.Runtime.StartAsync(cluster.Pod("p"), CancellationToken.None);
        cluster.Run("p");
        await cluster.Console.RunningAsync("p");

        cluster.Server.Store.Delete("pods", "default", "p");

        var status = await cluster.Console.EndOfAsync("p");
        Assert.Equal((PodPhase.Lost, PodStatus.NodeLost), (status.Phase, status.Reason));
    }

    [Fact]
    public async Task Log_WhoseStreamIsCutAgainAndAgain_IsExact()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.Runtime.StartAsync(cluster.Pod("p"), CancellationToken.None);
        cluster.Run("p");
        var expected = new StringBuilder();
        var time = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < 60; i++)
        {
            var line = $"line {i}\n";
            expected.Append(line);
            cluster.Log("p").Write(time = time.AddMilliseconds(i % 3 * 200), line);
            if (i % 12 != 0)
                continue;
            await Eventually.TrueAsync(() => cluster.Out("p") == expected.ToString(), $"line {i} is taken");
            cluster.Server.Logs.CutStreams();
        }

        cluster.End("p", 0);
        await cluster.Console.EndOfAsync("p");
        await cluster.Runtime.DrainLogsAsync("p", CancellationToken.None);

        Assert.Equal(expected.ToString(), cluster.Out("p"));
    }

    [Fact]
    public async Task Log_OfAServerThatRefuses_IsWaitedFor()
    {
        await using var cluster = await FakeCluster.StartAsync(options => options.LogDrainTimeout = TimeSpan.FromSeconds(1));
        cluster.Server.Faults.Refuse("GET pods/p/log", FakeStatus.InternalError, times: 1000);
        await cluster.Runtime.StartAsync(cluster.Pod("p"), CancellationToken.None);
        cluster.Log("p").Write(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), "kept\n");
        cluster.End("p", 0);
        await cluster.Console.EndOfAsync("p");
        await Assert.ThrowsAsync<TimeoutException>(() => cluster.Runtime.DrainLogsAsync("p", CancellationToken.None));

        cluster.Server.Faults.Clear();

        await Eventually.TrueAsync(() => cluster.Out("p") == "kept\n", "the log is taken");
        await cluster.Runtime.DrainLogsAsync("p", CancellationToken.None);
    }

    [Fact]
    public async Task Log_ThatGrowsAfterItsContainersEnd_IsTakenToItsEnd()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.Runtime.StartAsync(cluster.Pod("p"), CancellationToken.None);
        cluster.Log("p").Write(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), "one\n");
        cluster.End("p", 0, hasWords: false);
        await cluster.Console.EndOfAsync("p");
        await Eventually.TrueAsync(() => cluster.Out("p") == "one\n", "the log is taken");
        var asked = cluster.Server.Count("GET pods/p/log");
        await Eventually.TrueAsync(() => cluster.Server.Count("GET pods/p/log") > asked + 1, "it was asked for again and had nothing new");

        cluster.Log("p").WriteOn(default, "two\n");
        cluster.WriteLastWords("p");

        await cluster.Runtime.DrainLogsAsync("p", CancellationToken.None);
        Assert.Equal("one\ntwo\n", cluster.Out("p"));
    }

    [Fact]
    public async Task Log_WhoseEndTheNodeLost_IsTakenAndSaysSo()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.Runtime.StartAsync(cluster.Pod("p"), CancellationToken.None);
        cluster.Log("p").Write(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), "one\n");
        cluster.Log("p").WriteOn(default, "tw");
        cluster.End("p", 0, hasWords: false);
        await cluster.Console.EndOfAsync("p");
        await cluster.Runtime.DrainLogsAsync("p", CancellationToken.None);

        Assert.Equal("one\ntw", cluster.Out("p"));
        var told = Assert.Single(cluster.Events("p"));
        Assert.Equal((true, "LogCut", "p"), (told.IsWarning, told.Reason, told.Pod));
        Assert.Contains("of node n1 lost the end of this log", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_OfAContainerThatWasKilled_HasNoLastWordsToMiss()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.Runtime.StartAsync(cluster.Pod("p"), CancellationToken.None);
        cluster.End("p", 137, hasWords: false);
        await cluster.Console.EndOfAsync("p");
        await cluster.Runtime.DrainLogsAsync("p", CancellationToken.None);

        Assert.Empty(cluster.Events("p"));
    }

    [Fact]
    public async Task Pod_ThatIsStoppedBeforeItHasANode_LeavesNothingToWaitFor()
    {
        await using var cluster = await FakeCluster.StartAsync(options => options.LogDrainTimeout = TimeSpan.FromSeconds(5));
        await cluster.Runtime.StartAsync(cluster.Pod("p"), CancellationToken.None);
        cluster.Crowd("p");
        await cluster.Console.WhenAsync("p", told => told.Reason == PodStatus.Unschedulable, "wait for a node");

        await cluster.Runtime.StopAsync("p", TimeSpan.FromSeconds(1), CancellationToken.None);

        Assert.Equal("Stopped before it began.", (await cluster.Console.EndOfAsync("p")).Message);
        await cluster.Runtime.DrainLogsAsync("p", CancellationToken.None);
        await cluster.Runtime.RemoveAsync("p", CancellationToken.None);
        Assert.Null(cluster.Find("p"));
    }

    [Fact]
    public async Task Quota_IsWaitedForInItsWords()
    {
        await using var cluster = await FakeCluster.StartAsync();
        cluster.Server.Faults.Refuse("POST pods", FakeStatus.QuotaExceeded, times: 2);

        await cluster.Runtime.StartAsync(cluster.Pod("p"), CancellationToken.None);

        var waiting = await cluster.Console.WhenAsync("p", told => told.Reason == PodStatus.Quota, "wait for quota");
        Assert.Contains("exceeded quota: q", waiting.Message, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => cluster.Find("p") is not null, "the pod is created");
        cluster.End("p", 0);
        Assert.Equal(PodPhase.Succeeded, (await cluster.Console.EndOfAsync("p")).Phase);
    }

    [Fact]
    public async Task Failed_ThatAreKept_AreNoLongerTold_AndNothingOfOthersIsTouched()
    {
        await using var cluster = await FakeCluster.StartAsync(options => options.KeepFailed = TimeSpan.FromHours(1));
        cluster.Server.Store.Create("pods", "default", JsonNode.Parse("""{"metadata":{"name":"foreign","labels":{"elasticjobs.io/owner":"another","elasticjobs.io/released":"1"}}}""")!.AsObject());
        await cluster.Runtime.StartAsync(cluster.Pod("p"), CancellationToken.None);
        cluster.End("p", 1);
        await cluster.Console.EndOfAsync("p");
        await cluster.Runtime.DrainLogsAsync("p", CancellationToken.None);

        await cluster.Runtime.RemoveAsync("p", CancellationToken.None);

        var kept = cluster.Find("p")!["metadata"]!;
        Assert.NotNull(kept["labels"]![PodMarks.Released]);
        Assert.True(kept["finalizers"] is null or JsonArray { Count: 0 });
        await cluster.RestartAsync();
        Assert.Empty(cluster.Console.Known);
        Assert.DoesNotContain(cluster.Server.Requests, request => request.Name == "foreign");
    }

    [Fact]
    public async Task Removal_WhenThePodWasJustDeleted_IsDone()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.Runtime.StartAsync(cluster.Pod("p"), CancellationToken.None);
        cluster.End("p", 0);
        await cluster.Console.EndOfAsync("p");
        cluster.Server.Faults.Refuse("PATCH pods/p", new FakeStatus(404, "NotFound", "pods \"p\" not found"));

        await cluster.Runtime.RemoveAsync("p", CancellationToken.None);
        await cluster.Runtime.RemoveAsync("p", CancellationToken.None);
    }

    private static async Task StartUntilTakenAsync(FakeCluster cluster, string pod) => await Eventually.TrueAsync(
        async () =>
        {
            try
            {
                await cluster.Runtime.StartAsync(cluster.Pod(pod), CancellationToken.None);
                return true;
            }
            catch (Exception e) when (e is KubernetesApiException or KubernetesUnreachableException)
            {
                return false;
            }
        },
        $"the start of {pod} is taken");
}
