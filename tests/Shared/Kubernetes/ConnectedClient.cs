using ElasticJobs.Kubernetes;
using ElasticJobs.Kubernetes.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Tests.Shared.Kubernetes;

/// <summary>The product's own client, made without a container.</summary>
public sealed class ConnectedClient : IDisposable
{
    private readonly KubernetesInstruments _instruments = new();
    private readonly KubernetesConnections _connections;

    public ConnectedClient(KubernetesOptions options, TimeProvider? time = null, ILoggerFactory? loggers = null) =>
        _connections = new KubernetesConnections(Options.Create(options), time ?? TimeProvider.System, _instruments, loggers ?? NullLoggerFactory.Instance);

    public IKubernetesConnections Connections => _connections;

    public IKubernetesApi Api => _connections.Get();

    public void Dispose()
    {
        _connections.Dispose();
        _instruments.Dispose();
    }
}
