using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Processes;

namespace ElasticJobs.Crash.Tests.Cluster.Faults;

/// <summary>A part of the cluster that doesn't work, until it is disposed.</summary>
internal sealed class Outage : IAsyncDisposable
{
    private static readonly string Script = Repository.At("tests", "cluster", "cluster");

    private readonly string _part;

    private Outage(string part) => _part = part;

    /// <summary>Its process is gone at once; what it has started goes on.</summary>
    /// <param name="part">As <c>tests/cluster/cluster</c> names it.</param>
    public static Task<Outage> KillAsync(string part) => BeginAsync("kill", part);

    /// <summary>Its process is there, and says nothing.</summary>
    /// <inheritdoc cref="KillAsync"/>
    public static Task<Outage> PauseAsync(string part) => BeginAsync("pause", part);

    /// <summary>Completes when the part is ready.</summary>
    public async ValueTask DisposeAsync() => await RunAsync("start", _part);

    private static async Task<Outage> BeginAsync(string act, string part)
    {
        await RunAsync(act, part);
        return new Outage(part);
    }

    private static Task RunAsync(string act, string part) =>
        Command.RunAsync("env", $"CLUSTER_STATE={Path.GetDirectoryName(TestCluster.KubeConfig)}", Script, act, part);
}
