using System.Collections.Concurrent;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Tests.Shared.Logs;

/// <summary>Logs in memory. Lines that a test writes are seen by readers once they are indexed, as with the real store.</summary>
public sealed class MemoryLogStore(TimeProvider time) : ILogStore
{
    private readonly ConcurrentDictionary<LogKey, Log> _logs = [];
    private readonly ConcurrentDictionary<AttemptKey, byte> _open = [];
    private int _reads;

    /// <summary>Calls of <see cref="ReadAsync"/> that gave lines.</summary>
    public int Reads => _reads;

    /// <summary>Thrown by <see cref="IndexAsync"/> while it is set.</summary>
    public Exception? IndexFailure { get; set; }

    public void Write(LogKey key, params IEnumerable<string> lines) => Write(key, LogStream.Out, lines);

    public void Write(LogKey key, LogStream stream, IEnumerable<string> lines)
    {
        var log = Of(key);
        lock (log)
            log.Written.AddRange(lines.Select(line => (stream, line)));
    }

    /// <summary>How often the log was visited.</summary>
    public int Visits(LogKey key) => Of(key).Visits;

    public string DirectoryOf(AttemptKey attempt) => $"/logs/{attempt}";

    public void Open(AttemptKey attempt) => _open[attempt] = 0;

    public void Close(AttemptKey attempt) => _open.TryRemove(attempt, out _);

    public IReadOnlyList<AttemptKey> ListOpen() => [.. _open.Keys];

    public ValueTask<LogBatch> IndexAsync(LogKey key, bool complete, CancellationToken cancellationToken)
    {
        var log = Of(key);
        lock (log)
        {
            log.Visits++;
            if (IndexFailure is { } failure)
                throw failure;
            foreach (var (stream, line) in log.Written)
                log.Lines.Add(new LogLine(log.Lines.Count, time.GetUtcNow(), stream, line));
            log.Written.Clear();
            log.IsComplete |= complete;
            return new(new LogBatch([], log.Lines.Count, log.IsComplete));
        }
    }

    public Task<LogBatch> ReadAsync(LogKey key, long from, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var log = Of(key);
        lock (log)
        {
            var start = (int)Math.Clamp(from < 0 ? log.Lines.Count + from : from, 0, log.Lines.Count);
            var lines = log.Lines.GetRange(start, Math.Min(limit, log.Lines.Count - start));
            if (lines.Count > 0)
                Interlocked.Increment(ref _reads);
            return Task.FromResult(new LogBatch(lines, log.Lines.Count, log.IsComplete));
        }
    }

    public Task<LogSearchResult> SearchAsync(LogKey key, LogSearch search, CancellationToken cancellationToken)
    {
        var log = Of(key);
        lock (log)
        {
            var comparison = search.CaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
            var hits = log.Lines
                .Where(line => line.Text.Contains(search.Text, comparison) && (search.Stream is null || search.Stream == line.Stream))
                .Select(line => line.Number);
            hits = search.Backwards
                ? hits.Reverse().Where(number => number <= (search.From < 0 ? log.Lines.Count + search.From : search.From))
                : hits.Where(number => number >= search.From);
            return Task.FromResult(new LogSearchResult([.. hits.Take(search.Limit)], search.Backwards ? -1 : log.Lines.Count, IsDone: true));
        }
    }

    public async Task CopyToAsync(LogKey key, Stream destination, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(destination, leaveOpen: true);
        foreach (var line in (await ReadAsync(key, 0, int.MaxValue, cancellationToken)).Lines)
            await writer.WriteAsync($"{line.Text}\n");
    }

    public IReadOnlyList<string> ListContainers(AttemptKey attempt) =>
        [.. _logs.Keys.Where(key => key.Attempt == attempt && key.Container != LogKey.Merged).Select(key => key.Container).Order(StringComparer.Ordinal)];

    public Task DeleteAsync(RunId run, CancellationToken cancellationToken)
    {
        foreach (var key in _logs.Keys.Where(key => key.Attempt.Run == run))
            _logs.TryRemove(key, out _);
        foreach (var attempt in _open.Keys.Where(attempt => attempt.Run == run))
            _open.TryRemove(attempt, out _);
        return Task.CompletedTask;
    }

    private Log Of(LogKey key) => _logs.GetOrAdd(key, _ => new Log());

    private sealed class Log
    {
        public List<(LogStream Stream, string Text)> Written { get; } = [];

        public List<LogLine> Lines { get; } = [];

        public bool IsComplete { get; set; }

        public int Visits { get; set; }
    }
}
