namespace ElasticJobs.Kubernetes.Client;

/// <summary>What one subscriber has not read yet: the latest change of each object, so that a slow one misses states in between but no object and no deletion.</summary>
internal sealed class InformerSubscription<T>(int capacity)
    where T : class
{
    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, InformerEvent<T>> _pending = [];
    private TaskCompletionSource? _waiting;
    private bool _behind;

    public void Offer(InformerEvent<T> change)
    {
        lock (_gate)
        {
            if (_behind)
                return;
            var key = KeyOf(change);
            _pending[key] = _pending.TryGetValue(key, out var earlier) && earlier.Type == InformerEventType.Added && change.Type == InformerEventType.Modified
                ? change with { Type = InformerEventType.Added }
                : change;
            if (_pending.Count > capacity)
            {
                _behind = true;
                _pending.Clear();
            }

            _waiting?.TrySetResult();
            _waiting = null;
        }
    }

    /// <summary>All that is there, at least one.</summary>
    /// <exception cref="InformerLagException">It was more than fits.</exception>
    public async ValueTask<IReadOnlyList<InformerEvent<T>>> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                if (_behind)
                    throw new InformerLagException(capacity);
                if (_pending.Count > 0)
                {
                    IReadOnlyList<InformerEvent<T>> taken = [.. _pending.Values];
                    _pending.Clear();
                    return taken;
                }

                arrival = (_waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await arrival.WaitAsync(cancellationToken);
        }
    }

    /// <summary>By id, so that the end of one object and the beginning of the next of its name are two.</summary>
    private static string KeyOf(InformerEvent<T> change)
    {
        if (change.Object is null)
            return "";
        var metadata = KubernetesJson.MetadataOf(change.Object);
        return metadata.Uid ?? ObjectKey.Of(metadata).ToString();
    }
}
