using ElasticJobs.Core.Logs;

namespace ElasticJobs.Scheduler.Logs;

/// <summary>The tails of logs that someone watches.</summary>
internal sealed class LogTails(ILogStore store)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<LogKey, LogTail> _tails = [];

    public bool IsWatched(LogKey key)
    {
        lock (_gate)
            return _tails.ContainsKey(key);
    }

    public void Publish(LogKey key, LogBatch state)
    {
        LogTail? tail;
        lock (_gate)
            _tails.TryGetValue(key, out tail);
        tail?.Publish(state.Total, state.IsComplete);
    }

    /// <summary>The log's tail, the same for all who watch it at the same time. Each calls <see cref="Close"/> once.</summary>
    public LogTail Open(LogKey key)
    {
        lock (_gate)
        {
            if (!_tails.TryGetValue(key, out var tail))
                _tails[key] = tail = new LogTail(store, key);
            tail.Viewers++;
            return tail;
        }
    }

    public void Close(LogKey key, LogTail tail)
    {
        lock (_gate)
        {
            if (--tail.Viewers > 0)
                return;
            _tails.Remove(key);
        }
        tail.Dispose();
    }
}
