using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Kubernetes.Tests.Objects;

/// <summary>Which pods are an object's, and their logs.</summary>
public sealed class MemberPodTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Logs_OfEachPod_AreExactOverCuts_AndTwoObjectsStayApart()
    {
        await using var jobs = await FakeJobs.StartAsync();
        await jobs.StartAsync("j-1");
        await jobs.StartAsync("j-2");
        foreach (var pod in new[] { "j-1-a", "j-1-b", "j-2-a" })
        {
            jobs.MakePod(pod[..3], pod);
            jobs.Log(pod).Write(Time, $"{pod} one\n");
        }

        await Eventually.TrueAsync(() => jobs.Out("j-1", "a") == "j-1-a one\n", "the first line is taken");
        jobs.Server.Logs.CutStreams();
        jobs.Log("j-1-a").Write(Time.AddSeconds(1), "j-1-a two\n");
        foreach (var pod in new[] { "j-1-a", "j-1-b", "j-2-a" })
            jobs.EndPod(pod, 0);
        jobs.End("j-1", "Complete");
        jobs.End("j-2", "Complete");
        await jobs.Console.EndOfAsync("j-1");
        await jobs.DrainAsync("j-1");
        await jobs.DrainAsync("j-2");

        Assert.Equal(["a", "b"], jobs.Logs("j-1"));
        Assert.Equal("j-1-a one\nj-1-a two\n", jobs.Out("j-1", "a"));
        Assert.Equal("j-1-b one\n", jobs.Out("j-1", "b"));
        Assert.Equal(["a"], jobs.Logs("j-2"));
        Assert.Equal("j-2-a one\n", jobs.Out("j-2", "a"));
    }

    [Fact]
    public async Task Pod_ThatIsMadeAgainUnderItsName_HasALogOfItsOwn_AlsoAfterARestart()
    {
        await using var jobs = await FakeJobs.StartAsync();
        await jobs.StartAsync("j");
        jobs.MakePod("j", "j-master-0");
        jobs.Log("j-master-0").Write(Time, "first\n");
        jobs.EndPod("j-master-0", 1);
        await Eventually.TrueAsync(() => jobs.Out("j", "master-0") == "first\n", "the first log is taken");
        jobs.Server.Store.Delete("pods", "default", "j-master-0");
        await jobs.Cluster.RestartAsync();

        jobs.MakePod("j", "j-master-0");
        jobs.End("j", "Complete");
        jobs.EndPod("j-master-0", 0);
        await jobs.Console.EndOfAsync("j");
        await jobs.DrainAsync("j");

        Assert.Equal(["master-0", "master-0.2"], jobs.Logs("j"));
        Assert.Equal("first\n", jobs.Out("j", "master-0"));
    }

    [Fact]
    public async Task Pod_OfAnObjectThatTheObjectOwns_IsFound()
    {
        await using var jobs = await FakeJobs.StartAsync();
        await jobs.Runtime.StartAsync(jobs.Object("s", "example.com/v1", "Set"), CancellationToken.None);
        var set = jobs.Find("s", "sets.example.com")!;
        var child = jobs.Server.Store.Create("jobs.batch", "default", new JsonObject
        {
            ["apiVersion"] = "batch/v1",
            ["kind"] = "Job",
            ["metadata"] = new JsonObject { ["name"] = "s-child", ["ownerReferences"] = new JsonArray(FakeJobs.Reference(set)) },
        })!;

        jobs.MakePod("s-child", "s-child-x", child);
        jobs.MakePod("nobodys", "other", new JsonObject { ["apiVersion"] = "batch/v1", ["kind"] = "Job", ["metadata"] = new JsonObject { ["name"] = "nobodys", ["uid"] = "u" } });
        jobs.Log("s-child-x").Write(Time, "deep\n");

        await jobs.Console.RunningAsync("s");
        await Eventually.TrueAsync(() => jobs.Out("s", "child-x") == "deep\n", "its log is taken");
        jobs.EndPod("s-child-x", 0);
        jobs.Say("s", new JsonObject { ["phase"] = "Done" }, "sets.example.com");
        Assert.Equal(PodPhase.Succeeded, (await jobs.Console.EndOfAsync("s")).Phase);
        await jobs.DrainAsync("s");
        Assert.Equal(["child-x"], jobs.Logs("s"));
    }

    [Fact]
    public async Task Container_ThatStartsAgain_GoesOnInItsLog()
    {
        await using var jobs = await FakeJobs.StartAsync();
        await jobs.StartAsync("j");
        jobs.MakePod("j", "j-a", restartPolicy: "OnFailure");
        jobs.Log("j-a").Write(Time, "before\n");
        await Eventually.TrueAsync(() => jobs.Out("j", "a") == "before\n", "the first run's log is taken");

        jobs.Server.Store.Change("pods", "default", "j-a", pod => pod["status"]!["containerStatuses"]![0]!["state"] =
            new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = 1, ["reason"] = "Error", ["finishedAt"] = "2026-01-01T00:00:01Z" } });
        jobs.Server.Logs.CutStreams();
        jobs.Log("j-a").Write(Time.AddSeconds(5), "after\n");
        jobs.EndPod("j-a", 0);
        jobs.End("j", "Complete");
        await jobs.Console.EndOfAsync("j");
        await jobs.DrainAsync("j");

        Assert.Equal("before\nafter\n", jobs.Out("j", "a"));
    }

    [Fact]
    public async Task Pod_ThatTheSelectorAloneFinds_IsReadAndLeftAlone()
    {
        await using var jobs = await FakeJobs.StartAsync();
        await jobs.StartAsync("j");
        jobs.MakePod("j", "j-free", owner: new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["metadata"] = new JsonObject { ["name"] = "x", ["uid"] = "x" } });
        jobs.Log("j-free").Write(Time, "still here\n");
        await Eventually.TrueAsync(() => jobs.Out("j", "free") == "still here\n", "its log is taken");

        jobs.End("j", "Complete");
        await jobs.Console.EndOfAsync("j");

        // The fake's log never ends, as that of a pod that runs on; the end of the object is the end of its log here.
        await jobs.DrainAsync("j");
        await jobs.RemoveAsync("j");
        Assert.NotNull(jobs.FindPod("j-free"));
    }

    [Fact]
    public async Task Progress_IsToldWhileItWaits()
    {
        await using var jobs = await FakeJobs.StartAsync();
        await jobs.StartAsync("j");

        jobs.Say("j", new JsonObject { ["active"] = 2 });
        await jobs.Console.WhenAsync("j", told => told is { Phase: PodPhase.Pending, Message: "Job: 2 active" }, "tell its progress");
        jobs.Server.Store.Create("pods", "default", JsonNode.Parse("""
            {"metadata":{"name":"j-x","labels":{"job-name":"j"},"ownerReferences":[]},"spec":{"containers":[{"name":"main"}]},
             "status":{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/1 nodes are available: 1 Insufficient cpu."}]}}
            """)!.AsObject());

        var waiting = await jobs.Console.WhenAsync("j", told => told.Reason == PodStatus.Unschedulable, "tell why its pod waits");
        Assert.StartsWith("No node fits, cpu is short:", waiting.Message, StringComparison.Ordinal);
    }
}
