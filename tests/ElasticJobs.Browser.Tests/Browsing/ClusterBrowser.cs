using ElasticJobs.Tests.Shared.Kubernetes;

namespace ElasticJobs.Browser.Tests.Browsing;

/// <summary>A console whose tasks run on the real cluster.</summary>
public sealed class ClusterBrowser : BrowserConsole
{
    private TestCluster? _cluster;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (_cluster is not { } cluster)
            return;
        await cluster.RemoveNamespaceAsync();
        // The console that would let go of them is gone.
        await cluster.ReleasePodsAsync();
        cluster.Dispose();
    }

    protected override async Task<IReadOnlyDictionary<string, string>> SettingsAsync()
    {
        _cluster = await TestCluster.ConnectAsync("browser");
        return _cluster.ConsoleSettings(Directory.CreateDirectory(Under("workspaces")).FullName);
    }
}
