using System.Collections.Concurrent;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Storage.Logs;

/// <summary>Logs in files. Reading opens what it needs and keeps nothing; only logs that are being indexed have state, a few numbers each.</summary>
internal sealed class LogStore(string root, TimeProvider time) : ILogStore
{
    private const int CopiedAtOnce = 5000;

    private readonly LogPaths _paths = new(root);
    private readonly ConcurrentDictionary<LogKey, LogIndexer> _indexers = [];
    private readonly ConcurrentDictionary<AttemptKey, LogMerger> _mergers = [];

    public string DirectoryOf(AttemptKey attempt) => Directory.CreateDirectory(_paths.OfAttempt(attempt)).FullName;

    public void Open(AttemptKey attempt)
    {
        var mark = _paths.OpenMark(attempt);
        Directory.CreateDirectory(_paths.OpenMarks);
        File.OpenHandle(mark, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
    }

    public void Close(AttemptKey attempt)
    {
        if (Directory.Exists(_paths.OpenMarks))
            File.Delete(_paths.OpenMark(attempt));
    }

    public IReadOnlyList<AttemptKey> ListOpen() => [.. Marks("*").Select(mark => LogPaths.ReadOpenMark(Path.GetFileName(mark))).OfType<AttemptKey>()];

    public ValueTask<LogBatch> IndexAsync(LogKey key, bool complete, CancellationToken cancellationToken)
    {
        if (key.Container == LogKey.Merged)
            return new(MergeNow(key.Attempt, complete));
        if (!_indexers.TryGetValue(key, out var indexer))
        {
            // Deleted under the collector, or never there: not for indexing to bring to life.
            if (!Directory.Exists(_paths.OfAttempt(key.Attempt)))
                return new(new LogBatch([], 0, complete));
            indexer = new LogIndexer(_paths.Index(key), _paths.Raw(key, LogStream.Out), _paths.Raw(key, LogStream.Err));
            if (!indexer.IsComplete)
                _indexers[key] = indexer;
        }
        try
        {
            indexer.Index(complete, time.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken);
        }
        catch
        {
            // What it knows may be ahead of the file now; the next visit reads the file again.
            _indexers.TryRemove(key, out _);
            throw;
        }
        if (indexer.IsComplete)
            _indexers.TryRemove(key, out _);
        return new(new LogBatch([], indexer.LineCount, indexer.IsComplete));
    }

    public Task<LogBatch> ReadAsync(LogKey key, long from, int limit, CancellationToken cancellationToken) =>
        Task.Run(
        () => key.Container == LogKey.Merged
            ? MergedLines.Read(_paths, key.Attempt, from, limit, cancellationToken)
            : LogLines.Read(_paths, key, from, limit, cancellationToken),
        cancellationToken);

    public Task<LogSearchResult> SearchAsync(LogKey key, LogSearch search, CancellationToken cancellationToken) =>
        Task.Run(
        () => key.Container == LogKey.Merged ? MergedLines.Search(_paths, key.Attempt, search, cancellationToken) : LogScan.Run(_paths, key, search, cancellationToken),
        cancellationToken);

    public Task CopyToAsync(LogKey key, Stream destination, CancellationToken cancellationToken) => key.Container == LogKey.Merged
        ? CopyMergedAsync(key, destination, cancellationToken)
        : LogCopy.WriteAsync(_paths, key, destination, cancellationToken);

    public IReadOnlyList<string> ListContainers(AttemptKey attempt)
    {
        var directory = new DirectoryInfo(_paths.OfAttempt(attempt));
        if (!directory.Exists)
            return [];
        return [.. directory.EnumerateFiles()
            .Where(file => file.Extension is ".out" or ".err" or LogPaths.IndexExtension)
            .Select(file => Path.GetFileNameWithoutExtension(file.Name))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
    }

    public Task DeleteAsync(RunId run, CancellationToken cancellationToken) => Task.Run(() => Delete(run), cancellationToken);

    private LogBatch MergeNow(AttemptKey attempt, bool complete)
    {
        if (!Directory.Exists(_paths.OfAttempt(attempt)))
            return new LogBatch([], 0, complete);
        var merger = _mergers.GetOrAdd(attempt, key => new LogMerger(_paths, key));
        try
        {
            merger.Index(ListContainers(attempt), complete);
        }
        catch
        {
            _mergers.TryRemove(attempt, out _);
            throw;
        }

        if (merger.IsComplete)
            _mergers.TryRemove(attempt, out _);
        return new LogBatch([], merger.LineCount, merger.IsComplete);
    }

    /// <summary>Each line behind the name of its container.</summary>
    private async Task CopyMergedAsync(LogKey key, Stream destination, CancellationToken cancellationToken)
    {
        await using var text = new StreamWriter(destination, leaveOpen: true) { NewLine = "\n" };
        for (var from = 0L; await ReadAsync(key, from, CopiedAtOnce, cancellationToken) is { Lines: [.., var last] lines };)
        {
            foreach (var line in lines)
                await text.WriteLineAsync($"{line.Container} {line.Text}".AsMemory(), cancellationToken);
            from = last.Number + 1;
        }
    }

    private void Delete(RunId run)
    {
        foreach (var attempt in _mergers.Keys.Where(attempt => attempt.Run == run))
            _mergers.TryRemove(attempt, out _);
        foreach (var key in _indexers.Keys.Where(key => key.Attempt.Run == run))
            _indexers.TryRemove(key, out _);
        if (Directory.Exists(_paths.OfRun(run)))
            Directory.Delete(_paths.OfRun(run), recursive: true);
        foreach (var mark in Marks($"{run}.*").ToList())
            File.Delete(mark);
    }

    private IEnumerable<string> Marks(string pattern) => Directory.Exists(_paths.OpenMarks) ? Directory.EnumerateFiles(_paths.OpenMarks, pattern) : [];
}
