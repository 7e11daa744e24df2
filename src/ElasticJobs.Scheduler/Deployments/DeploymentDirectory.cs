using ElasticJobs.Core.Deployments;

namespace ElasticJobs.Scheduler.Deployments;

internal sealed class DeploymentDirectory(IDeploymentStore store, TimeProvider time) : IDeploymentDirectory, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _reading = new(1);
    private volatile Read? _last;
    private long _changes;

    public async ValueTask<DeploymentSnapshot> GetAsync(CancellationToken cancellationToken)
    {
        if (_last is { } last && IsFresh(last))
            return last.Snapshot;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_last is { } meanwhile && IsFresh(meanwhile))
                return meanwhile.Snapshot;
            var (changes, at) = (Interlocked.Read(ref _changes), time.GetTimestamp());
            var services = await store.ListAsync(null, cancellationToken);
            var tokens = await store.ListTokensAsync(null, cancellationToken);
            var snapshot = new DeploymentSnapshot(
                services.ToDictionary(service => service.Name, StringComparer.Ordinal), tokens.ToDictionary(token => token.Hash, token => token.Service, StringComparer.Ordinal));
            _last = new Read(snapshot, at, changes);
            return snapshot;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Forget() => Interlocked.Increment(ref _changes);

    public void Dispose() => _reading.Dispose();

    private bool IsFresh(Read read) => read.Changes == Interlocked.Read(ref _changes) && time.GetElapsedTime(read.At) < Fresh;

    /// <param name="At">Timestamp before it was read.</param>
    /// <param name="Changes">Known then.</param>
    private sealed record Read(DeploymentSnapshot Snapshot, long At, long Changes);
}
