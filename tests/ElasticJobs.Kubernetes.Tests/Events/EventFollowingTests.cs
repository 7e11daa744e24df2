using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Kubernetes.Tests.Faults;
using ElasticJobs.Kubernetes.Tests.Objects;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Kubernetes.Tests.Events;

public sealed class EventFollowingTests
{
    [Fact]
    public async Task Event_OfAPod_IsWrittenBesideItsLog()
    {
        await using var cluster = await StartAsync();
        var pod = await PodAsync(cluster, "p");
        Tell(cluster, "e1", pod, "Pulled", "Image is there", "Normal");
        Tell(cluster, "e2", pod, "BackOff", "again", "Warning", count: 3);

        var events = await EventsAsync(cluster, "p", 2);

        Assert.Equal([("Pulled", false, 1), ("BackOff", true, 3)], events.Select(told => (told.Reason, told.IsWarning, told.Count)));
    }

    [Fact]
    public async Task Event_OfAnotherPodOfTheName_IsNotTaken()
    {
        await using var cluster = await StartAsync();
        var pod = await PodAsync(cluster, "p");
        Tell(cluster, "e1", "an-earlier-pod", "Killing", "old");
        Tell(cluster, "e2", pod, "Started", "new");

        Assert.Equal("Started", Assert.Single(await EventsAsync(cluster, "p", 1)).Reason);
    }

    [Fact]
    public async Task Event_ToldBeforeThePod_WaitsForIt()
    {
        await using var cluster = await StartAsync();
        // The server counts, and the event is the first that it makes.
        Tell(cluster, "e1", "00000000-0000-0000-0000-000000000002", "Scheduled", "to n1");
        await Task.Delay(TimeSpan.FromSeconds(1));
        var pod = cluster.Pod("p");
        Directory.CreateDirectory(pod.LogDirectory);
        await cluster.Runtime.StartAsync(pod, CancellationToken.None);

        Assert.Equal("Scheduled", Assert.Single(await EventsAsync(cluster, "p", 1)).Reason);
    }

    [Fact]
    public async Task Volume_ThatCantBeMounted_IsWhyThePodWaits()
    {
        await using var cluster = await StartAsync();
        var pod = await PodAsync(cluster, "p");
        cluster.Server.Store.Change("pods", "default", "p", value => value["spec"]!["nodeName"] = "n1");
        Tell(cluster, "e1", pod, "FailedMount", "secret \"gone\" not found", "Warning");

        var status = await cluster.Console.WhenAsync("p", told => told.Message is not null, "say why it waits");

        Assert.Equal((PodPhase.Pending, PodStatus.CreateError), (status.Phase, status.Reason));
        Assert.Contains("secret \"gone\" not found", status.Message, StringComparison.Ordinal);
        cluster.Run("p");
        Assert.Null((await cluster.Console.WhenAsync("p", told => told.Phase == PodPhase.Running, "run")).Message);
    }

    [Fact]
    public async Task Event_OfAPodThatAnObjectMade_IsWrittenBesideTheTasksLogs()
    {
        await using var jobs = await FakeJobs.StartAsync();
        Directory.CreateDirectory(jobs.Job("j").LogDirectory);
        await jobs.StartAsync("j");
        jobs.MakePod("j", "p");
        Tell(jobs.Cluster, "e1", (string)jobs.FindPod("p")!["metadata"]!["uid"]!, "Started", "Started container main");

        Assert.Equal("Started", Assert.Single(await EventsAsync(jobs.Cluster, "j", 1)).Reason);
    }

    [Fact]
    public async Task Console_WithoutTheRight_RunsPodsAllTheSame()
    {
        await using var cluster = await FakeCluster.StartAsync();
        await cluster.Runtime.StartAsync(cluster.Pod("p"), CancellationToken.None);
        cluster.End("p", 0);

        Assert.Equal(PodPhase.Succeeded, (await cluster.Console.EndOfAsync("p")).Phase);
        Assert.DoesNotContain(cluster.Server.Requests, request => request.Resource == "events");
    }

    private static async Task<FakeCluster> StartAsync()
    {
        var cluster = await FakeCluster.StartAsync();
        cluster.Server.Allow(true);
        await cluster.RestartAsync();
        return cluster;
    }

    /// <returns>Its uid.</returns>
    private static async Task<string> PodAsync(FakeCluster cluster, string name)
    {
        var pod = cluster.Pod(name);
        Directory.CreateDirectory(pod.LogDirectory);
        await cluster.Runtime.StartAsync(pod, CancellationToken.None);
        return (string)cluster.Find(name)!["metadata"]!["uid"]!;
    }

    private static void Tell(FakeCluster cluster, string name, string pod, string reason, string message, string type = "Normal", int count = 1) =>
        cluster.Server.Store.Create("events", "default", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["involvedObject"] = new JsonObject { ["kind"] = "Pod", ["name"] = "p", ["uid"] = pod },
            ["reason"] = reason,
            ["message"] = message,
            ["type"] = type,
            ["count"] = count,
            ["lastTimestamp"] = $"2026-01-01T00:00:{count:00}Z",
        });

    private static async Task<IReadOnlyList<TaskEvent>> EventsAsync(FakeCluster cluster, string pod, int count)
    {
        var file = Path.Combine(cluster.Pod(pod).LogDirectory, TaskEvent.FileName);
        await Eventually.TrueAsync(() => File.Exists(file) && File.ReadAllLines(file).Length >= count, $"{count} events of {pod} are written");
        return [.. File.ReadAllLines(file).Select(line => TaskEvent.Parse(line)!)];
    }
}
