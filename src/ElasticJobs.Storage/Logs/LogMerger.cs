using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Storage.Logs;

/// <summary>
/// Writes the merge of an attempt's logs: which lines of which container come next. The order is that of their times, as far as they are indexed when it is decided, and never changes
/// afterwards, so that a merged line keeps its number. One caller at a time; one that was killed is gone on from by the last whole record.
/// </summary>
internal sealed class LogMerger
{
    private readonly LogPaths _paths;
    private readonly AttemptKey _attempt;
    private readonly string _file;
    private readonly Dictionary<string, long> _merged = new(StringComparer.Ordinal);
    private long _length;

    public LogMerger(LogPaths paths, AttemptKey attempt)
    {
        (_paths, _attempt, _file) = (paths, attempt, paths.Merge(attempt));
        using var index = MergeIndex.Open(_file);
        foreach (var record in index.From(0))
            _merged[record.Container] = record.Source + record.Count;
        (_length, LineCount, IsComplete) = ((long)index.RecordCount * MergeRecord.Size, index.LineCount, index.IsComplete);
    }

    public long LineCount { get; private set; }

    public bool IsComplete { get; private set; }

    /// <param name="complete">The logs of all containers are complete: also mark the end.</param>
    public void Index(IReadOnlyList<string> containers, bool complete)
    {
        if (IsComplete)
            return;
        List<MergeRecord> records = [];
        foreach (var chunk in containers.SelectMany(NewChunks).OrderBy(chunk => chunk.UnixMs).ThenBy(chunk => chunk.Container, StringComparer.Ordinal).ThenBy(chunk => chunk.From))
            Add(records, chunk);
        if (complete)
            records.Add(new MergeRecord("", LineCount, 0, 0, IsEnd: true));
        if (records.Count > 0)
            Append(records);
        IsComplete = complete;
    }

    private IEnumerable<NewChunk> NewChunks(string container)
    {
        using var index = LogIndex.Open(_paths.Index(new LogKey(_attempt, container)));
        var (from, at) = (_merged.GetValueOrDefault(container), long.MinValue);
        for (var i = index.Find(from); i < index.ChunkCount; i++)
        {
            var chunk = index[i];
            // A clock that was set back must not turn a container's own lines round.
            at = Math.Max(at, chunk.UnixMs);
            yield return new NewChunk(container, Math.Max(from, chunk.FirstLine), chunk.EndLine, at);
        }
    }

    private void Add(List<MergeRecord> records, NewChunk chunk)
    {
        var count = (int)(chunk.To - chunk.From);
        if (records is [.., var last] && last.Container == chunk.Container)
            records[^1] = last with { Count = last.Count + count };
        else
            records.Add(new MergeRecord(chunk.Container, LineCount, chunk.From, count));
        _merged[chunk.Container] = chunk.To;
        LineCount += count;
    }

    private void Append(List<MergeRecord> records)
    {
        var bytes = new byte[records.Count * MergeRecord.Size];
        for (var i = 0; i < records.Count; i++)
            records[i].Write(bytes.AsSpan(i * MergeRecord.Size));
        using var file = File.OpenHandle(_file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        // Over what a console that was killed left torn.
        RandomAccess.Write(file, bytes, _length);
        _length += bytes.Length;
    }

    private readonly record struct NewChunk(string Container, long From, long To, long UnixMs);
}
