using ElasticJobs.Core.Runs;

namespace ElasticJobs.Core.Logs;

/// <summary>The log of one container of one attempt.</summary>
public readonly record struct LogKey(AttemptKey Attempt, string Container)
{
    /// <summary>Instead of a container: the lines of all of them in the order of their times.</summary>
    public const string Merged = "*";

    public override string ToString() => $"{Attempt}/{Container}";
}

public enum LogStream
{
    Out,
    Err,
}

/// <summary>One line, without its line feed. Bytes that are no UTF-8 show as U+FFFD.</summary>
/// <param name="Number">From 0, over both streams, in the order of arrival.</param>
/// <param name="At">When it was seen, in steps of the collector's visits.</param>
/// <param name="FullLength">Bytes of the whole line when <paramref name="Text"/> holds only its beginning; null: all of it is here.</param>
/// <param name="Container">Where a merged line comes from. Null: of a log that is not merged.</param>
public sealed record LogLine(long Number, DateTimeOffset At, LogStream Stream, string Text, long? FullLength = null, string? Container = null);

/// <param name="Total">Lines in the log now.</param>
/// <param name="IsComplete">Nothing will be added any more.</param>
/// <param name="Gap">Lines (from, to exclusive) before these that this viewer was too slow for; they are in the log.</param>
public sealed record LogBatch(IReadOnlyList<LogLine> Lines, long Total, bool IsComplete, (long From, long To)? Gap = null);

/// <param name="Hits">Numbers of lines that match, in the order of the scan.</param>
/// <param name="ScannedTo">Line at which a next search goes on.</param>
/// <param name="IsDone">The end (or the beginning, backwards) was reached.</param>
public sealed record LogSearchResult(IReadOnlyList<long> Hits, long ScannedTo, bool IsDone);

public sealed record LogSearch(string Text, bool CaseSensitive = false, long From = 0, bool Backwards = false, int Limit = 100, LogStream? Stream = null);

/// <summary>
/// Logs on disk: each container's raw output as the task wrote it (<c>{container}.out</c>, <c>{container}.err</c>) and beside it an append-only index of chunks,
/// which fixes the order of the two streams, line numbers and times. Readers need no collector; a collector that was killed goes on from the index's last whole record.
/// </summary>
public interface ILogStore
{
    /// <summary>Absolute directory of an attempt's raw files; made if need be.</summary>
    string DirectoryOf(AttemptKey attempt);

    /// <summary>Remembers, beyond the end of this process, that the attempt's logs are being collected and are not complete. Again: a no-op.</summary>
    void Open(AttemptKey attempt);

    /// <summary>All logs of the attempt are complete. Not open: a no-op.</summary>
    void Close(AttemptKey attempt);

    /// <summary>Attempts whose logs are open: those that run, and those whose end a console that was killed saw but did not take in. Costs what is open, not what is stored.</summary>
    IReadOnlyList<AttemptKey> ListOpen();

    /// <summary>Indexes what was added to the raw files since. Called by the collector alone, one call at a time per key; for <see cref="LogKey.Merged"/> after the containers' own.</summary>
    /// <param name="complete">The container has ended: also take a last line without line feed, and mark the log complete.</param>
    /// <returns>What is indexed now; Lines is empty.</returns>
    ValueTask<LogBatch> IndexAsync(LogKey key, bool complete, CancellationToken cancellationToken);

    /// <summary>Lines from <paramref name="from"/> on (negative: that many before the end), <paramref name="limit"/> at most and about 1 MB at most.</summary>
    Task<LogBatch> ReadAsync(LogKey key, long from, int limit, CancellationToken cancellationToken);

    /// <summary>Lines that contain the text. One call scans 64 MB at most; go on at <see cref="LogSearchResult.ScannedTo"/> until it is done.
    /// Backwards: from line <see cref="LogSearch.From"/> (negative: counted from the end, -1 is the last line) to the first.</summary>
    Task<LogSearchResult> SearchAsync(LogKey key, LogSearch search, CancellationToken cancellationToken);

    /// <summary>The whole log's raw bytes in line order, for download.</summary>
    Task CopyToAsync(LogKey key, Stream destination, CancellationToken cancellationToken);

    /// <summary>Containers that have a log. Empty: none yet.</summary>
    IReadOnlyList<string> ListContainers(AttemptKey attempt);

    Task DeleteAsync(RunId run, CancellationToken cancellationToken);
}

/// <summary>Live logs, whoever collects them.</summary>
public interface ILogFeed
{
    /// <summary>Lines from <paramref name="from"/> (negative: the last n), then what is added, until the log is complete. A slow reader gets gaps, never a growing queue.</summary>
    IAsyncEnumerable<LogBatch> FollowAsync(LogKey key, long from, CancellationToken cancellationToken);
}
