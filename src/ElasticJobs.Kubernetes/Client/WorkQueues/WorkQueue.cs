using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>
/// Keys that need work, each once however often it is added. A key is never handled twice at once; added while it is handled, it is handled once more afterwards. A failure is
/// tried again after 1 s, doubling to 5 min, with jitter; a success forgets earlier failures.
/// </summary>
public sealed partial class WorkQueue<TKey>(TimeProvider time, ILogger logger, Random? random = null)
    where TKey : notnull
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();

    /// <summary>Never holds a key twice, so it is as bounded as the keys are.</summary>
    private readonly Channel<TKey> _ready = Channel.CreateUnbounded<TKey>();

    private readonly HashSet<TKey> _dirty = [];
    private readonly HashSet<TKey> _handled = [];
    private readonly Dictionary<TKey, Backoff> _failures = [];
    private readonly Dictionary<TKey, Later> _later = [];

    /// <summary>Keys that wait to be handled now.</summary>
    public int Waiting => _ready.Reader.Count;

    public void Add(TKey key)
    {
        lock (_gate)
        {
            if (_dirty.Add(key) && !_handled.Contains(key))
                _ready.Writer.TryWrite(key);
        }
    }

    /// <summary>Of several delays of one key the earliest holds.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key);
            return;
        }

        lock (_gate)
        {
            var due = time.GetUtcNow() + delay;
            if (_later.TryGetValue(key, out var earlier))
            {
                if (earlier.Due <= due)
                    return;
                earlier.Timer?.Dispose();
            }

            var later = new Later(due);
            _later[key] = later;
            later.Timer = time.CreateTimer(_ => Fall(key, later), null, delay, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Handles keys until cancelled, so many at once.</summary>
    /// <param name="handle">Gives when the key is to be looked at again without being added. Null: never. An exception: after the backoff.</param>
    public Task RunAsync(int workers, Func<TKey, CancellationToken, Task<TimeSpan?>> handle, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, workers).Select(_ => WorkAsync(handle, cancellationToken)));

    private async Task WorkAsync(Func<TKey, CancellationToken, Task<TimeSpan?>> handle, CancellationToken cancellationToken)
    {
        while (true)
        {
            var key = await _ready.Reader.ReadAsync(cancellationToken);
            Begin(key);
            try
            {
                var again = await handle(key, cancellationToken);
                Forget(key);
                if (again is { } delay)
                    AddAfter(key, delay);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                var wait = Fail(key);
                Failed(e, key, wait.TotalSeconds);
                AddAfter(key, wait);
            }
            finally
            {
                End(key);
            }
        }
    }

    private void Begin(TKey key)
    {
        lock (_gate)
        {
            _dirty.Remove(key);
            _handled.Add(key);
        }
    }

    private void End(TKey key)
    {
        lock (_gate)
        {
            _handled.Remove(key);
            if (_dirty.Contains(key))
                _ready.Writer.TryWrite(key);
        }
    }

    private void Fall(TKey key, Later later)
    {
        lock (_gate)
        {
            if (!_later.TryGetValue(key, out var current) || current != later)
                return;
            _later.Remove(key);
            later.Timer?.Dispose();
        }

        Add(key);
    }

    private TimeSpan Fail(TKey key)
    {
        lock (_gate)
        {
            if (!_failures.TryGetValue(key, out var backoff))
                _failures[key] = backoff = new Backoff(ShortestWait, LongestWait, random ?? Random.Shared);
            return backoff.Next();
        }
    }

    private void Forget(TKey key)
    {
        lock (_gate)
        {
            _failures.Remove(key);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Handling {Key} failed. Trying again in {Seconds:0.0} s.")]
    private partial void Failed(Exception exception, TKey key, double seconds);

    private sealed class Later(DateTimeOffset due)
    {
        public DateTimeOffset Due { get; } = due;

        public ITimer? Timer { get; set; }
    }
}
