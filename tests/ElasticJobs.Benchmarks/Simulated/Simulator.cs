using System.Runtime.InteropServices;
using System.Text.Json;
using ElasticJobs.Kubernetes;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Processes;

namespace ElasticJobs.Benchmarks.Simulated;

/// <summary>
/// Stands for the scheduler and the kubelets of nodes that there are not, at the API server of a real cluster; a process of its own, so that its work counts for nobody else. It says its namespace,
/// then answers each <see cref="ChainRequest"/>, a line of JSON, with a line of <see cref="ChainFigures"/>. When its input ends, which it does however its parent ends, it removes all that it has made.
/// </summary>
internal static class Simulator
{
    public const string Verb = "simulator";

    private const int Nodes = 10;
    private const int NoLimit = 10_000;

    public static async Task RunAsync(TextReader requests, TextWriter answers)
    {
        // Ctrl-C reaches all processes of a terminal; this one ends after its parent.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true);
        using var cluster = await TestCluster.ConnectAsync("simulated");
        using var client = new ConnectedClient(new KubernetesOptions { KubeConfig = { TestCluster.KubeConfig }, RequestsPerSecond = NoLimit, RequestBurst = NoLimit });
        using var ending = new CancellationTokenSource();
        var nodes = new SimulatedNodes(client.Api);
        try
        {
            // Else the cluster's own would take the pods first.
            await SchedulerAsync("pause");
            await nodes.RemoveAsync();
            var address = await nodes.AddressAsync(ending.Token);
            using var certificate = await KubeletCertificate.IssueAsync(client.Api, cluster.Namespace, address, ending.Token);
            await using var kubelets = await SimulatedKubelets.StartAsync(address, Nodes, certificate);
            await nodes.CreateAsync(address, kubelets.Ports, ending.Token);
            var pods = new SimulatedPods(client.Api, cluster.Namespace, nodes.Names, address);
            kubelets.Pods = pods;
            var none = await client.Api.ListAsync<V1Pod>(ResourceType.Pods, cluster.Namespace, ListQuery.All, ending.Token);
            var work = Task.WhenAny(nodes.BeatAsync(ending.Token), pods.RunAsync(none.ResourceVersion, ending.Token));
            await answers.WriteLineAsync(cluster.Namespace);
            await Task.WhenAny(work.Unwrap(), AnswerAsync(pods, requests, answers)).Unwrap();
            await ending.CancelAsync();
            await work.Unwrap().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            await SchedulerAsync("resume");
            await RemovePodsAsync(cluster);
            await cluster.RemoveNamespaceAsync();
            await nodes.RemoveAsync();
        }
    }

    private static async Task AnswerAsync(SimulatedPods pods, TextReader requests, TextWriter answers)
    {
        var line = await requests.ReadLineAsync();
        while (line is not null)
        {
            var request = JsonSerializer.Deserialize<ChainRequest>(line)!;
            var figures = pods.MeasureAsync(request.Pods, request.Shortest);
            var next = requests.ReadLineAsync();
            if (await Task.WhenAny(figures, next) == figures)
                await answers.WriteLineAsync(JsonSerializer.Serialize(await figures));
            line = await next;
        }
    }

    private static Task SchedulerAsync(string act) => Command.RunAsync("bash", Repository.At("tests", "cluster", "cluster"), act, "scheduler");

    /// <summary>Nobody else would say that they have ended.</summary>
    private static async Task RemovePodsAsync(TestCluster cluster)
    {
        await cluster.ReleasePodsAsync();
        foreach (var pod in (await cluster.Api.ListAsync<V1Pod>(ResourceType.Pods, cluster.Namespace, ListQuery.All, CancellationToken.None)).Items)
            await cluster.Api.DeleteAsync(ResourceType.Pods, cluster.Namespace, pod.Metadata.Name!, new DeleteOptions { GracePeriod = TimeSpan.Zero }, CancellationToken.None);
    }
}
