using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Kubernetes.Tests.Objects;

/// <summary>Whatever goes wrong between console, cluster and controller: no object lost, none made twice, nobody else's touched.</summary>
public sealed class ObjectFaultTests
{
    [Fact]
    public async Task Console_ThatDiedBetweenApplyAndWatch_FindsItsObject()
    {
        await using var jobs = await FakeJobs.StartAsync();
        jobs.Server.Faults.CutWhenDone("PATCH jobs.batch/j");
        await Assert.ThrowsAsync<KubernetesUnreachableException>(() => jobs.StartAsync("j"));
        var uid = (string?)jobs.Find("j")!["metadata"]!["uid"];

        await jobs.Cluster.RestartAsync();

        Assert.Equal("j", Assert.Single(jobs.Console.Known).Name);
        await jobs.StartAsync("j");
        Assert.Equal(uid, (string?)jobs.Find("j")!["metadata"]!["uid"]);
        Assert.Equal(1, jobs.Server.Count("PATCH jobs.batch/j"));
    }

    [Fact]
    public async Task Object_ThatFinishedWithoutAConsole_HasItsOutcomeAndLogs()
    {
        await using var jobs = await FakeJobs.StartAsync();
        await jobs.StartAsync("j");
        await jobs.Console.DisposeAsync();
        jobs.MakePod("j", "j-abc");
        jobs.Log("j-abc").Write(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), "worked\n");
        jobs.EndPod("j-abc", 0);
        jobs.End("j", "Complete");

        await jobs.Cluster.RestartAsync();

        Assert.Equal(PodPhase.Succeeded, Assert.Single(jobs.Console.Known).Phase);
        await jobs.DrainAsync("j");
        Assert.Equal("worked\n", jobs.Out("j", "abc"));
        await jobs.RemoveAsync("j");
        Assert.Null(jobs.Find("j"));
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
        await using var jobs = await FakeJobs.StartAsync();
        foreach (var job in new[] { "a", "b" })
            await jobs.StartAsync(job);
        jobs.Server.Faults.Watch(fault, fault, fault);
        jobs.Server.BreakWatches();

        jobs.Say("a", new JsonObject { ["active"] = 1 });
        jobs.End("a", "Complete");
        jobs.Server.BreakWatches();
        jobs.End("b", "Failed", "Job has reached the specified backoff limit");

        Assert.Equal(PodPhase.Succeeded, (await jobs.Console.EndOfAsync("a")).Phase);
        var failed = await jobs.Console.EndOfAsync("b");
        Assert.Equal((PodPhase.Failed, PodStatus.ObjectFailed, "Job has reached the specified backoff limit"), (failed.Phase, failed.Reason, failed.Message));
        Assert.Equal(2, jobs.Console.Told.Count(told => told.IsTerminal));
    }

    [Fact]
    public async Task Name_ThatAnotherManagerTookMeanwhile_IsRefusedAndUntouched()
    {
        await using var jobs = await FakeJobs.StartAsync();
        var foreign = jobs.Server.Store.Create("jobs.batch", "default", JsonNode.Parse("""{"metadata":{"name":"j","labels":{"app":"theirs"}},"spec":{"backoffLimit":6}}""")!.AsObject())!;
        jobs.Server.Faults.Refuse("GET jobs.batch/j", new FakeStatus(404, "NotFound", "jobs.batch \"j\" not found"));
        jobs.Server.Faults.Refuse("PATCH jobs.batch/j", FakeStatus.Conflict("Apply failed with 1 conflict: conflict with \"kubectl\": .spec.backoffLimit"));

        var refusal = await Assert.ThrowsAsync<PodStartException>(() => jobs.StartAsync("j"));

        Assert.Contains("A Job j that is not this console's is in namespace default already", refusal.Message, StringComparison.Ordinal);
        await jobs.Runtime.StopAsync("j", TimeSpan.Zero, CancellationToken.None);
        Assert.True(JsonNode.DeepEquals(foreign, jobs.Find("j")));
    }

    [Theory]
    [InlineData("batch/v2", "Job", "serves no Job of batch/v2, but of batch/v1")]
    [InlineData("nobody.org/v1", "Thing", "serves no Thing of nobody.org/v1. Correct apiVersion and kind")]
    [InlineData("example.com/v1", "Zone", "belongs to the whole cluster")]
    public async Task Kind_ThatCantBeMade_IsRefusedInWords(string apiVersion, string kind, string words)
    {
        await using var jobs = await FakeJobs.StartAsync();

        var refusal = await Assert.ThrowsAsync<PodStartException>(() => jobs.Runtime.StartAsync(jobs.Object("x", apiVersion, kind), CancellationToken.None));

        Assert.Equal(PodStatus.StartError, refusal.Reason);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, jobs.Server.Count("PATCH"));
    }

    [Fact]
    public async Task Kind_ThatWasInstalledJustNow_IsFound()
    {
        await using var jobs = await FakeJobs.StartAsync();
        jobs.Server.Serve("new.org", "v1", ("things", "Thing", true));

        await jobs.Runtime.StartAsync(jobs.Object("t", "new.org/v1", "Thing"), CancellationToken.None);

        Assert.NotNull(jobs.Find("t", "things.new.org"));
    }

    [Fact]
    public async Task Rights_ThatAreMissing_AreNamedWithTheirRemedy()
    {
        await using var jobs = await FakeJobs.StartAsync();
        jobs.Server.Allow(false);

        var refusal = await Assert.ThrowsAsync<PodStartException>(() => jobs.StartAsync("j"));

        Assert.Contains("apiGroups [\"batch\"], resources [jobs], verbs [get, list, watch, create, patch, delete]", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0, jobs.Server.Count("PATCH"));
    }

    [Theory]
    [InlineData(403, "Forbidden", "admission webhook \"policy\" denied the request: no", "doesn't let the console make this Job")]
    [InlineData(500, "InternalError", "failed to create typed patch object: .spec.backofLimit: field not declared in schema", ".spec.backofLimit: field not declared in schema. Correct that field")]
    [InlineData(422, "Invalid", "Job.batch \"j\" is invalid: spec.template: Required value", "spec.template: Required value")]
    [InlineData(404, "NotFound", "namespaces \"default\" not found", "There is no namespace default")]
    public async Task Manifest_ThatIsRefused_FailsTheStartInWords(int code, string reason, string message, string words)
    {
        await using var jobs = await FakeJobs.StartAsync();
        jobs.Server.Faults.Refuse("PATCH jobs.batch/j", new FakeStatus(code, reason, message));

        var refusal = await Assert.ThrowsAsync<PodStartException>(() => jobs.StartAsync("j"));

        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_WithoutApply_IsAskedToCreate()
    {
        await using var jobs = await FakeJobs.StartAsync();
        jobs.Server.Faults.Refuse("PATCH jobs.batch/j", new FakeStatus(415, "UnsupportedMediaType", "the body of the request was in an unknown format"));

        await jobs.StartAsync("j");

        Assert.Equal(1, jobs.Server.Count("POST jobs.batch"));
        Assert.NotNull(jobs.Find("j"));
    }

    [Fact]
    public async Task Quota_IsWaitedForInItsWords()
    {
        await using var jobs = await FakeJobs.StartAsync();
        jobs.Server.Faults.Refuse("PATCH jobs.batch/j", FakeStatus.QuotaExceeded, times: 2);

        await jobs.StartAsync("j");

        var waiting = await jobs.Console.WhenAsync("j", told => told.Reason == PodStatus.Quota, "wait for quota");
        Assert.Contains("exceeded quota: q", waiting.Message, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => jobs.Find("j") is not null, "the job is made");
        jobs.End("j", "Complete");
        Assert.Equal(PodPhase.Succeeded, (await jobs.Console.EndOfAsync("j")).Phase);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Object_ThatVanished_IsLostAndNotMadeAgain(bool whileNobodyWatched)
    {
        await using var jobs = await FakeJobs.StartAsync();
        await jobs.StartAsync("j");
        jobs.MakePod("j", "j-abc");
        await jobs.Console.RunningAsync("j");
        if (whileNobodyWatched)
        {
            jobs.Server.Faults.Watch(WatchFault.Gone, WatchFault.Gone, WatchFault.Gone);
            jobs.Server.BreakWatches();
            jobs.Server.Store.Compact();
        }

        jobs.Destroy("j");

        var status = await jobs.Console.EndOfAsync("j");
        Assert.Equal((PodPhase.Lost, PodStatus.Deleted), (status.Phase, status.Reason));
        await jobs.StartAsync("j");
        Assert.Equal(1, jobs.Server.Count("PATCH jobs.batch/j"));
        jobs.EndPod("j-abc", 137);
        await jobs.DrainAsync("j");
        await jobs.RemoveAsync("j");
    }

    [Fact]
    public async Task Object_ThatSomebodyDeletes_TakesItsPodsAlongAndIsHeldUntilItsEndIsStored()
    {
        await using var jobs = await FakeJobs.StartAsync();
        await jobs.StartAsync("j");
        jobs.MakePod("j", "j-abc");
        await jobs.Console.RunningAsync("j");

        jobs.Server.Store.Delete("jobs.batch", "default", "j");

        var status = await jobs.Console.EndOfAsync("j");
        Assert.Equal((PodPhase.Lost, PodStatus.Deleted), (status.Phase, status.Reason));
        Assert.Null(jobs.FindPod("j-abc"));
        Assert.NotNull(jobs.Find("j"));
        await jobs.DrainAsync("j");
        await jobs.RemoveAsync("j");
        Assert.Null(jobs.Find("j"));
    }

    [Fact]
    public async Task Stop_DeletesTheObjectAndItsPods_AndNobodyElses()
    {
        await using var jobs = await FakeJobs.StartAsync();
        await jobs.StartAsync("j");
        jobs.MakePod("j", "j-abc");
        jobs.MakePod("j", "looks-alike", owner: new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["metadata"] = new JsonObject { ["name"] = "x", ["uid"] = "x" } });
        await jobs.Console.RunningAsync("j");

        await jobs.Runtime.StopAsync("j", TimeSpan.FromSeconds(5), CancellationToken.None);

        var status = await jobs.Console.EndOfAsync("j");
        Assert.Equal((PodPhase.Failed, "Terminated"), (status.Phase, status.Reason));
        Assert.Null(jobs.FindPod("j-abc"));
        Assert.NotNull(jobs.FindPod("looks-alike"));
        await jobs.DrainAsync("j");
        await jobs.RemoveAsync("j");
        Assert.Null(jobs.Find("j"));
        Assert.NotNull(jobs.FindPod("looks-alike"));
    }

    [Fact]
    public async Task Failed_ThatAreKept_AreNoLongerTold_AndWatchesThatNobodyNeedsAreClosed()
    {
        await using var jobs = await FakeJobs.StartAsync(options => options.KeepFailed = TimeSpan.FromHours(1));
        var before = jobs.Server.Watches;
        jobs.Server.Store.Create("jobs.batch", "default", JsonNode.Parse("""{"metadata":{"name":"foreign","labels":{"elasticjobs.io/owner":"another","elasticjobs.io/object":"true","elasticjobs.io/released":"1"}}}""")!.AsObject());
        await jobs.StartAsync("j");
        await Eventually.TrueAsync(() => jobs.Server.Watches == before + 2, "the kind and its pods are watched");
        jobs.End("j", "Failed", "too bad");
        await jobs.Console.EndOfAsync("j");
        await jobs.DrainAsync("j");

        await jobs.RemoveAsync("j");

        var kept = jobs.Find("j")!["metadata"]!;
        Assert.NotNull(kept["labels"]![PodMarks.Released]);
        Assert.True(kept["finalizers"] is null or JsonArray { Count: 0 });
        await Eventually.TrueAsync(() => jobs.Server.Watches == before, "the watches are closed");
        await jobs.Cluster.RestartAsync();
        Assert.Empty(jobs.Console.Known);
        Assert.DoesNotContain(jobs.Server.Requests, request => request.Name == "foreign");
    }
}
