using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>
/// Follows the objects of a type: a list, then watches without a gap, and a list again when the server no longer knows where we were. Keeps the last state of each, and tells
/// any number of subscribers what is there and what changes. Nothing is lost or told twice over reconnects, late, repeated or reordered events, and deletions that
/// nobody told. <see cref="RunAsync"/> must run, once.
/// </summary>
public sealed partial class Informer<T>(IKubernetesApi api, InformerOptions options, TimeProvider time, ILogger<Informer<T>> logger)
    where T : class
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly ObjectStore<T> _store = new(options.IndexedLabels);
    private readonly List<InformerSubscription<T>> _subscribers = [];
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastHeard;

    /// <summary>From where to watch on. Null: list first. Only for <see cref="RunAsync"/>.</summary>
    private string? _version;

    /// <summary>Completes with the first full list.</summary>
    public Task Synced => _synced.Task;

    /// <summary>When the server last told something, a bookmark at least (about once a minute). Null: not yet. Older than some minutes: the cache may be behind.</summary>
    public DateTimeOffset? LastHeard => Interlocked.Read(ref _lastHeard) is var ticks and not 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Full lists so far: 1, and one for each gap.</summary>
    public int Lists { get; private set; }

    public IReadOnlyList<T> Objects
    {
        get
        {
            lock (_gate)
            {
                return [.. _store.Objects];
            }
        }
    }

    /// <summary>Null: there is none, as far as is known.</summary>
    public T? Find(string? ns, string name)
    {
        lock (_gate)
        {
            return _store.Find(new ObjectKey(ns, name));
        }
    }

    /// <param name="label">One of <see cref="InformerOptions.IndexedLabels"/>.</param>
    public IReadOnlyList<T> WithLabel(string label, string value)
    {
        lock (_gate)
        {
            return _store.WithLabel(label, value);
        }
    }

    /// <summary>Once the first list is there: an Added for each object, <see cref="InformerEventType.Synced"/>, then changes in order per object, until cancelled. Who reads slowly gets the latest
    /// state of an object instead of each, but every object and every deletion.</summary>
    /// <exception cref="InformerLagException">See <see cref="InformerOptions.SubscriberCapacity"/>.</exception>
    public async IAsyncEnumerable<InformerEvent<T>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _synced.Task.WaitAsync(cancellationToken);
        var subscription = new InformerSubscription<T>(options.SubscriberCapacity);
        IReadOnlyList<T> snapshot;
        lock (_gate)
        {
            snapshot = [.. _store.Objects];
            _subscribers.Add(subscription);
        }

        try
        {
            foreach (var known in snapshot)
                yield return new InformerEvent<T>(InformerEventType.Added, known);
            yield return InformerEvent<T>.Synced;
            while (true)
            {
                foreach (var change in await subscription.TakeAsync(cancellationToken))
                    yield return change;
            }
        }
        finally
        {
            lock (_gate)
            {
                _subscribers.Remove(subscription);
            }
        }
    }

    /// <summary>Until cancelled; nothing else ends it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var backoff = new Backoff(ShortestWait, LongestWait, Random.Shared);
        while (true)
        {
            var started = time.GetTimestamp();
            try
            {
                if (_version is null)
                    await ListAsync(cancellationToken);
                if (await FollowAsync(backoff, cancellationToken) || time.GetElapsedTime(started) > LongestWait)
                    continue;
            }
            catch (KubernetesApiException e) when (e.IsGone)
            {
                ListsAgain(options.Type, e.Message);
                _version = null;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is KubernetesApiException or KubernetesUnreachableException or KubernetesConfigurationException)
            {
                Interrupted(options.Type, e.Message);
            }

            await Task.Delay(backoff.Next(), time, cancellationToken);
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var query = new ListQuery { LabelSelector = options.LabelSelector, FieldSelector = options.FieldSelector, Limit = options.PageSize };
        var list = await api.ListAsync<T>(options.Type, options.Namespace, query, cancellationToken);
        Heard();
        Lists++;
        Apply(store => store.Replace(list));
        _version = list.ResourceVersion;
        _synced.TrySetResult();
    }

    /// <returns>False: it ended without a word.</returns>
    private async Task<bool> FollowAsync(Backoff backoff, CancellationToken cancellationToken)
    {
        var query = new WatchQuery { LabelSelector = options.LabelSelector, FieldSelector = options.FieldSelector, ResourceVersion = _version, Timeout = options.WatchTimeout };
        var heard = false;
        await foreach (var told in api.WatchAsync<T>(options.Type, options.Namespace, query, cancellationToken))
        {
            Heard();
            heard = true;
            backoff.Reset();
            if (told.Object is { } value)
                Apply(store => told.Type == WatchEventType.Deleted ? store.Remove(value) : store.Put(value));
            _version = told.ResourceVersion;
        }

        return heard;
    }

    private void Apply(Func<ObjectStore<T>, IEnumerable<InformerEvent<T>>> change)
    {
        lock (_gate)
        {
            foreach (var happened in change(_store))
            {
                foreach (var subscriber in _subscribers)
                    subscriber.Offer(happened);
            }
        }
    }

    private void Heard() => Interlocked.Exchange(ref _lastHeard, time.GetUtcNow().UtcTicks);
}
