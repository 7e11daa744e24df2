namespace ElasticJobs.Kubernetes.Objects;

/// <summary>Opens what somebody needs, one for all who need it, and closes it when the last has gone.</summary>
internal sealed class Shared<TKey, TValue>(Func<TKey, TValue> open) : IAsyncDisposable
    where TKey : notnull
    where TValue : class, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, (TValue Value, int Users)> _open = [];

    public TValue? Find(TKey key)
    {
        lock (_gate)
            return _open.GetValueOrDefault(key).Value;
    }

    public Use Take(TKey key)
    {
        lock (_gate)
        {
            var (value, users) = _open.GetValueOrDefault(key);
            value ??= open(key);
            _open[key] = (value, users + 1);
            return new Use(this, key, value);
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<TValue> values;
        lock (_gate)
        {
            values = [.. _open.Values.Select(one => one.Value)];
            _open.Clear();
        }

        foreach (var value in values)
            await value.DisposeAsync();
    }

    private async ValueTask LeaveAsync(TKey key, TValue value)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(key, out var one) || one.Value != value)
                return;
            if (one.Users > 1)
            {
                _open[key] = (value, one.Users - 1);
                return;
            }

            _open.Remove(key);
        }

        await value.DisposeAsync();
    }

    /// <summary>One user's hold on it.</summary>
    public sealed class Use(Shared<TKey, TValue> shared, TKey key, TValue value) : IAsyncDisposable
    {
        private int _left;

        public TValue Value => value;

        public ValueTask DisposeAsync() => Interlocked.Exchange(ref _left, 1) == 0 ? shared.LeaveAsync(key, value) : ValueTask.CompletedTask;
    }
}
