using System.Text;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Pods;
using ElasticJobs.Tests.Shared.Projects;

namespace ElasticJobs.Kubernetes.Tests.Cluster;

/// <summary>A namespace of the real cluster, a data directory, and consoles on both, one after the other.</summary>
public sealed class RuntimeCluster : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private ConnectedClient? _client;
    private TestCluster? _cluster;
    private WatchedRuntime? _console;

    public string Namespace => Cluster.Namespace;

    public IKubernetesApi Api => Cluster.Api;

    public WatchedRuntime Console => _console ?? throw new InvalidOperationException("Not started.");

    public InMemoryProjectStore Projects { get; } = new();

    /// <summary>Before it begins.</summary>
    public Action<KubernetesOptions> Configure { get; init; } = _ => { };

    public IPodRuntime Runtime => Console.Runtime;

    public KubernetesOptions Options { get; private set; } = new();

    internal ConnectedClient Client => _client ?? throw new InvalidOperationException("Not started.");

    public string this[string relative] => _directory[relative];

    /// <summary>On the node, which the test cluster's is this machine.</summary>
    private string Workspaces => $"/tmp/elasticjobs-{Namespace}";

    private TestCluster Cluster => _cluster ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.ConnectAsync("runtime-tests");
        Begin();
        await Console.SnapshotAsync();
    }

    /// <summary>The console is gone and another is started; the pods are not told.</summary>
    public async Task RestartAsync()
    {
        await Console.DisposeAsync();
        _client!.Dispose();
        Begin();
        await Console.SnapshotAsync();
    }

    public PodSpec Shell(string name, string script, Func<ContainerSpec, ContainerSpec>? change = null) => new()
    {
        Name = name,
        Containers = [(change ?? (container => container))(new ContainerSpec { Command = ["sh", "-c", script] })],
        LogDirectory = _directory[$"logs/{name}"],
        Labels = new Dictionary<string, string> { [PodLabels.Run] = "run-1", [PodLabels.Task] = name, [PodLabels.Kind] = PodLabels.TaskKind },
        Workspace = "work",
        Grace = TimeSpan.FromSeconds(5),
    };

    public string Out(string pod, string container = "main") => File.ReadAllText(_directory[$"logs/{pod}/{container}.out"]);

    /// <summary>A log as the node keeps it, which the test cluster's is this machine, without the last words of the script around the command.</summary>
    public async Task<string> ReadOnNodeAsync(string pod)
    {
        var uid = (await FindAsync(pod))!.Metadata.Uid;
        var text = new StringBuilder();
        foreach (var line in await File.ReadAllLinesAsync($"/var/log/pods/{Namespace}_{pod}_{uid}/main/0.log"))
        {
            // Time, stream, whole or part, text. The last words of one stream may stand before the rest of the other.
            var parts = line.Split(' ', 4);
            var words = parts[3].IndexOf('\u001e', StringComparison.Ordinal);
            text.Append(words < 0 ? parts[3] : parts[3][..words]).Append(words < 0 && parts[2] == "F" ? "\n" : "");
        }

        return text.ToString();
    }

    /// <summary>Path of a file in the workspace of all tests.</summary>
    public string Workspace(string file) => $"{Workspaces}/work/{file}";

    public Task<V1Pod?> FindAsync(string pod) => Api.GetAsync<V1Pod>(ResourceType.Pods, Namespace, pod, CancellationToken.None);

    public async Task DisposeAsync()
    {
        if (_cluster is null)
            return;
        await _cluster.RemoveNamespaceAsync();
        // Its deletion ends every pod, and waits for us to let go of each.
        if (_console is not null)
        {
            foreach (var pod in Console.Known)
            {
                await Console.EndOfAsync(pod.Name);
                await Runtime.RemoveAsync(pod.Name, CancellationToken.None);
            }

            await Console.DisposeAsync();
        }

        if (Directory.Exists(Workspaces))
            Directory.Delete(Workspaces, recursive: true);
        _client?.Dispose();
        _cluster.Dispose();
        _directory.Dispose();
    }

    private void Begin()
    {
        var options = Options = new KubernetesOptions
        {
            KubeConfig = { TestCluster.KubeConfig },
            Namespace = Namespace,
            Owner = Namespace,
            DefaultImage = "localhost/busybox:1",
            WorkspaceHostPath = Workspaces,
            KeepFailed = TimeSpan.Zero,
            GpuExporterNamespace = Namespace,
        };
        Configure(options);
        _client = new ConnectedClient(options);
        _console = Runtimes.Begin(_client, options, Projects);
    }
}
