using ElasticJobs.Tests.Shared.Kubernetes;

namespace ElasticJobs.Crash.Tests.Cluster;

/// <summary>The release <c>elasticjobs</c> of the chart in a namespace.</summary>
internal sealed class HelmRelease(string ns)
{
    private readonly List<string> _set = ["image.repository=localhost/elasticjobs", "image.tag=test", "tasks.image=localhost/debian:12", "rbac.kubeletSummary=true"];
    private bool _installed;

    /// <summary>Installs it or changes it. Ends when the console is ready.</summary>
    /// <param name="set">A value beside those set before.</param>
    public async Task UpgradeAsync(string set)
    {
        _set.Add(set);
        _installed = true;
        await RunAsync(["upgrade", "--install", "elasticjobs", Helm.Chart, "--wait", "--timeout", "2m", .. _set.SelectMany(value => (string[])["--set", value])]);
    }

    public async Task UninstallAsync()
    {
        if (_installed)
            await RunAsync("uninstall", "elasticjobs", "--ignore-not-found", "--wait", "--timeout", "2m");
        _installed = false;
    }

    private Task<string> RunAsync(params string[] arguments) => Helm.RunAsync([.. arguments, "--namespace", ns, "--kubeconfig", TestCluster.KubeConfig]);
}
