using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Kubernetes.Client;

/// <inheritdoc cref="IKubernetesConnections"/>
internal sealed class KubernetesConnections(IOptions<KubernetesOptions> options, TimeProvider time, KubernetesInstruments instruments, ILoggerFactory loggers) : IKubernetesConnections, IDisposable
{
    /// <summary>Bulk requests that wait for one API server's answer at once. One that answers in 10 ms takes 800 a second; of one that is overloaded they leave the most to what makes tasks start.</summary>
    private const int BulkAtOnce = 8;

    private readonly ConcurrentDictionary<string, Lazy<Opened>> _opened = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Contexts
    {
        get
        {
            var paths = Paths();
            return paths.Count == 0 ? [InClusterAccess.Context] : KubeConfig.Load(paths).Contexts;
        }
    }

    public IKubernetesApi Get(string? context = null)
    {
        var key = context ?? options.Value.Context ?? "";
        try
        {
            return _opened.GetOrAdd(key, static (name, self) => new Lazy<Opened>(() => self.Open(name.Length == 0 ? null : name)), this).Value.Api;
        }
        catch (KubernetesConfigurationException)
        {
            // Not remembered: the file may be mended while the console runs.
            _opened.TryRemove(key, out _);
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var opened in _opened.Values.Where(opened => opened.IsValueCreated))
        {
            opened.Value.Connection.Dispose();
            opened.Value.Rate.Dispose();
        }
    }

    private Opened Open(string? context)
    {
        var connection = Connect(context);
        var rate = new RequestRate(options.Value.RequestsPerSecond, options.Value.RequestBurst, time);
        var transport = new ApiTransport(connection, rate, new SemaphoreSlim(BulkAtOnce), options.Value.RequestTimeout, instruments, time, loggers.CreateLogger<ApiTransport>());
        return new Opened(new KubernetesApi(connection, transport, time), connection, rate);
    }

    private ClusterConnection Connect(string? context)
    {
        var paths = Paths();
        var logger = loggers.CreateLogger<ClusterConnection>();
        if (paths.Count == 0)
        {
            return context is null or InClusterAccess.Context
                ? new ClusterConnection(InClusterAccess.Context, InClusterAccess.Namespace, InClusterAccess.Open, time, logger)
                : throw new KubernetesConfigurationException($"There is no context {context}: the console uses its pod's own credentials. Give it a kubeconfig by the option KubeConfig.");
        }

        var chosen = KubeConfig.Load(paths).Context(context);
        KubeConfigAccess.Check(chosen);
        return new ClusterConnection(chosen.Name, chosen.Namespace, () => KubeConfigAccess.Open(KubeConfig.Load(paths).Context(chosen.Name)), time, logger);
    }

    /// <summary>Empty: the pod's own credentials.</summary>
    private List<string> Paths()
    {
        if (options.Value.KubeConfig.Count > 0)
            return [.. options.Value.KubeConfig];
        if (Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } variable)
        {
            // As kubectl does: files of the list that don't exist are passed over, unless none does.
            var named = variable.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
            var existing = named.Where(File.Exists).ToList();
            return existing.Count > 0 ? existing : [named[0]];
        }

        if (InClusterAccess.IsAvailable)
            return [];
        var home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");
        return File.Exists(home)
            ? [home]
            : throw new KubernetesConfigurationException($"No cluster is named: set the option KubeConfig or the variable KUBECONFIG to a kubeconfig file (there is no {home} and this is no pod).");
    }

    private sealed record Opened(IKubernetesApi Api, ClusterConnection Connection, RequestRate Rate);
}
