using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Kubernetes;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticJobs.Kubernetes.Tests.Client.Cluster;

[Collection("Cluster")]
[Trait("Category", "Cluster")]
public sealed class PodInformerTests(ClusterFixture fixture)
{
    [Fact]
    public async Task Pods_life_is_told_from_its_creation_to_its_deletion()
    {
        using var cap = new CancellationTokenSource(TimeSpan.FromSeconds(180));
        var api = fixture.Cluster.Api;
        var ns = fixture.Cluster.Namespace;
        var informer = new Informer<V1Pod>(api, new InformerOptions(ResourceType.Pods) { Namespace = ns, LabelSelector = "life=short" }, TimeProvider.System, NullLogger<Informer<V1Pod>>.Instance);
        var running = informer.RunAsync(cap.Token);
        await informer.Synced.WaitAsync(cap.Token);
        await api.CreateAsync(ResourceType.Pods, ns, KubernetesWaits.ShellPod("lives", "exit 3", ("life", "short")), cap.Token);

        InformerEventType? first = null;
        V1ContainerTerminated? ended = null;
        await foreach (var told in informer.WatchAsync(cap.Token))
        {
            if (told.Object is not { } pod)
                continue;
            first ??= told.Type;
            if (ended is null && pod.Status?.ContainerStatuses?[0].State?.Terminated is { } terminated)
            {
                ended = terminated;
                await api.DeleteAsync(ResourceType.Pods, ns, "lives", DeleteOptions.Default, cap.Token);
            }

            if (told.Type == InformerEventType.Deleted)
                break;
        }

        Assert.Equal(InformerEventType.Added, first);
        Assert.Equal(3, ended?.ExitCode);
        Assert.Null(informer.Find(ns, "lives"));
        Assert.Equal(1, informer.Lists);
        await cap.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
