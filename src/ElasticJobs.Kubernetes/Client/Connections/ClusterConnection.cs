using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>The way into one cluster. Credentials are read at the first request and again when the server no longer takes them, so that rotated ones work without a restart.</summary>
internal sealed partial class ClusterConnection(string context, string defaultNamespace, Func<ClusterAccess> read, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>Credentials that are still refused are not read again sooner, so that a wrong token does not start an exec plugin for each request.</summary>
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _reading = new(1);
    private ClusterAccess? _access;
    private long _renewedAt;

    public string Context { get; } = context;

    public string DefaultNamespace { get; } = defaultNamespace;

    /// <exception cref="KubernetesConfigurationException">The credentials can't be used.</exception>
    public async ValueTask<ClusterAccess> OpenAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _access) is { } open)
            return open;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            return _access ??= await ReadAsync(cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Reads the credentials anew, or takes those that another request has meanwhile read.</summary>
    /// <param name="refused">The access that the server did not take.</param>
    /// <returns>Null: read only just now, so reading them once more is of no use.</returns>
    public async Task<ClusterAccess?> RenewAsync(ClusterAccess refused, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_access != refused)
                return _access;
            if (_renewedAt != 0 && time.GetElapsedTime(_renewedAt) < RenewInterval)
                return null;
            _renewedAt = time.GetTimestamp();
            var renewed = await ReadAsync(cancellationToken);
            // The refused one is not disposed: streams still run on it. Its idle connections close by themselves.
            _access = renewed;
            CredentialsRead(Context);
            return renewed;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose()
    {
        _access?.Dispose();
        _reading.Dispose();
    }

    /// <summary>Off the caller's thread: an exec plugin may take seconds.</summary>
    private Task<ClusterAccess> ReadAsync(CancellationToken cancellationToken) => Task.Run(read, cancellationToken);

    [LoggerMessage(LogLevel.Information, "The API server of context {Context} no longer took the credentials; they were read again.")]
    private partial void CredentialsRead(string context);
}
