using System.Text.Json.Nodes;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Kubernetes.Tests.Client.Informers;

public sealed class InformerPropertyTests
{
    private static readonly WatchFault[] Faults = [WatchFault.Gone, WatchFault.GoneAsEvent, WatchFault.CutWithinEvent, WatchFault.CutAfterEvent, WatchFault.Duplicates, WatchFault.Ends];

    /// <summary>Whatever happens and whatever goes wrong: in the end the cache is as the server is, replaying what was told gives the same, and nothing was told twice.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Informer_ends_as_the_server_is_and_tells_nothing_twice(int seed)
    {
        var random = new Random(seed);
        await using var server = await FakeApiServer.StartAsync();
        server.Faults.Watch(Enumerable.Range(0, 6).Select(_ => Faults[random.Next(Faults.Length)]));
        await using var run = InformerRun.Start(server);
        for (var i = 0; i < 400; i++)
        {
            Act(server.Store, random);
            if (i % 80 == 40)
                server.BreakWatches();
            if (i % 20 == 0)
                await Task.Yield();
        }

        await run.CaughtUpAsync();
        await Eventually.TrueAsync(() => Replayed(run.Events).SetEquals(server.Store.List("pods").Select(Identity)), "what was told adds up to what is there");

        var versions = run.Events.Where(told => told.Type != InformerEventType.Deleted && told.Object is not null).Select(told => $"{Identity(told.Object!)}@{told.Object!["metadata"]!["resourceVersion"]}").ToList();
        Assert.Equal(versions.Distinct(), versions);
    }

    private static void Act(FakeStore store, Random random)
    {
        var name = $"p{random.Next(8)}";
        switch (random.Next(4))
        {
            case 0:
                store.Delete("pods", "default", name);
                break;
            case 1:
                store.Create("pods", "default", InformerRun.Pod(name));
                break;
            default:
                store.Change("pods", "default", name, pod => pod["note"] = random.Next());
                break;
        }
    }

    private static HashSet<string> Replayed(IEnumerable<InformerEvent<JsonObject>> events)
    {
        var known = new HashSet<string>();
        foreach (var told in events.Where(told => told.Object is not null))
        {
            var changed = told.Type switch
            {
                InformerEventType.Deleted => known.Remove(Identity(told.Object!)) || true,
                InformerEventType.Added => known.Add(Identity(told.Object!)),
                _ => known.Contains(Identity(told.Object!)),
            };
            Assert.True(changed, $"{told.Type} of {Identity(told.Object!)} does not follow from what was told before");
        }

        return known;
    }

    private static string Identity(JsonObject pod) => (string)pod["metadata"]!["uid"]!;
}
