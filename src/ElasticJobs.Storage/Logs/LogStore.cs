using System.Collections.Concurrent;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Storage.Logs;

/// <summary>Logs in files. Reading opens what it needs and keeps nothing; only logs that are being indexed have state, a few numbers each.</summary>
internal sealed class LogStore(string root, TimeProvider time) : ILogStore
{
    private readonly LogPaths _paths = new(root);
    private readonly ConcurrentDictionary<LogKey, LogIndexer> _indexers = [];

    public string DirectoryOf(AttemptKey attempt) => Directory.CreateDirectory(_paths.OfAttempt(attempt)).FullName;

    public ValueTask<LogBatch> IndexAsync(LogKey key, bool complete, CancellationToken cancellationToken)
    {
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
        Task.Run(() => LogLines.Read(_paths, key, from, limit, cancellationToken), cancellationToken);

    public Task<LogSearchResult> SearchAsync(LogKey key, LogSearch search, CancellationToken cancellationToken) =>
        Task.Run(() => LogScan.Run(_paths, key, search, cancellationToken), cancellationToken);

    public Task CopyToAsync(LogKey key, Stream destination, CancellationToken cancellationToken) =>
        LogCopy.WriteAsync(_paths, key, destination, cancellationToken);

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

    private void Delete(RunId run)
    {
        foreach (var key in _indexers.Keys.Where(key => key.Attempt.Run == run))
            _indexers.TryRemove(key, out _);
        if (Directory.Exists(_paths.OfRun(run)))
            Directory.Delete(_paths.OfRun(run), recursive: true);
    }
}
