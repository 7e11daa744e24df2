using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Kubernetes;

namespace ElasticJobs.Crash.Tests.Cluster;

/// <summary>A console outside of the real cluster that runs its tasks there, in a namespace of its own.</summary>
internal sealed class ClusterConsole : IAsyncDisposable
{
    private readonly TestCluster _cluster;
    private readonly TemporaryDirectory _directory = new();

    private ClusterConsole(TestCluster cluster)
    {
        _cluster = cluster;
        var workspaces = Directory.CreateDirectory(_directory["workspaces"]).FullName;
        Process = new ConsoleProcess(Directory.CreateDirectory(_directory["data"]).FullName, cluster.ConsoleSettings(workspaces));
        Api = new ConsoleApi(Process.Client);
    }

    public TestCluster Cluster => _cluster;

    public ConsoleProcess Process { get; }

    public ConsoleApi Api { get; }

    /// <summary>A file in the workspace of a run.</summary>
    public string InWorkspace(Guid run, string file) => Path.Combine(_directory["workspaces"], PodNames.Workspace(new RunId(run)), file);

    public static async Task<ClusterConsole> StartAsync(string purpose)
    {
        var console = new ClusterConsole(await TestCluster.ConnectAsync(purpose));
        await console.Process.StartAsync();
        return console;
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await _cluster.RemoveNamespaceAsync();
        await _cluster.ReleasePodsAsync();
        _cluster.Dispose();
        _directory.Dispose();
    }
}
