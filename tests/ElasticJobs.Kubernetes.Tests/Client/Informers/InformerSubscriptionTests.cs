using ElasticJobs.Kubernetes.Client;

namespace ElasticJobs.Kubernetes.Tests.Client.Informers;

public sealed class InformerSubscriptionTests
{
    [Fact]
    public async Task Slow_reader_gets_the_latest_state_and_every_deletion()
    {
        var subscription = new InformerSubscription<V1Pod>(10);
        subscription.Offer(new(InformerEventType.Added, Pod("a", "1")));
        subscription.Offer(new(InformerEventType.Modified, Pod("a", "2")));
        subscription.Offer(new(InformerEventType.Modified, Pod("b", "3")));
        subscription.Offer(new(InformerEventType.Deleted, Pod("b", "4")));
        subscription.Offer(new(InformerEventType.Added, Pod("b", "5", uid: "b-again")));

        var taken = await subscription.TakeAsync(CancellationToken.None);

        Assert.Equal(["Added a@2", "Deleted b@4", "Added b@5"], taken.Select(told => $"{told.Type} {told.Object!.Metadata.Name}@{told.Object.Metadata.ResourceVersion}"));
    }

    [Fact]
    public async Task Reader_that_is_too_far_behind_is_told_so()
    {
        var subscription = new InformerSubscription<V1Pod>(2);
        foreach (var name in new[] { "a", "b", "c" })
            subscription.Offer(new(InformerEventType.Added, Pod(name, "1")));

        await Assert.ThrowsAsync<InformerLagException>(async () => await subscription.TakeAsync(CancellationToken.None));
    }

    private static V1Pod Pod(string name, string version, string? uid = null) => new() { Metadata = new ObjectMeta { Name = name, Uid = uid ?? name, ResourceVersion = version } };
}
