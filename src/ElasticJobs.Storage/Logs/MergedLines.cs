using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Storage.Logs;

/// <summary>Reads and searches an attempt's logs as one.</summary>
internal static class MergedLines
{
    public static LogBatch Read(LogPaths paths, AttemptKey attempt, long from, int limit, CancellationToken cancellationToken)
    {
        using var merge = MergeIndex.Open(paths.Merge(attempt));
        var total = merge.LineCount;
        from = Math.Clamp(from < 0 ? total + from : from, 0, total);
        var to = Math.Min(total, from + Math.Max(0, limit));
        if (from >= to)
            return new LogBatch([], total, merge.IsComplete);

        List<MergeRecord> window = [.. merge.From(merge.Find(from)).TakeWhile(record => record.First < to).Select(record => Clip(record, from, to))];
        // A merge keeps each container's own order: what the window has of one is next to each other there.
        var sources = window.GroupBy(record => record.Container).ToDictionary(
            group => group.Key,
            group => new Queue<LogLine>(LogLines.Read(paths, new LogKey(attempt, group.Key), group.First().Source, group.Sum(record => record.Count), cancellationToken).Lines));
        List<LogLine> lines = [];
        foreach (var record in window)
        {
            for (var i = 0; i < record.Count; i++)
            {
                // A batch of long lines ends early; the next one goes on from here.
                if (!sources[record.Container].TryDequeue(out var line))
                    return new LogBatch(lines, total, merge.IsComplete);
                lines.Add(line with { Number = record.First + i, Container = record.Container });
            }
        }

        return new LogBatch(lines, total, merge.IsComplete);
    }

    public static LogSearchResult Search(LogPaths paths, AttemptKey attempt, LogSearch search, CancellationToken cancellationToken)
    {
        using var merge = MergeIndex.Open(paths.Merge(attempt));
        var total = merge.LineCount;
        if (search.Text.Length == 0 || search.Limit <= 0 || total == 0)
            return new LogSearchResult([], search.Backwards ? -1 : total, IsDone: true);
        var from = Math.Clamp(search.From < 0 ? total + search.From : search.From, 0, search.Backwards ? total - 1 : total);
        var scans = Starts(merge, from, search.Backwards).ToDictionary(
            start => start.Key,
            start => LogScan.Run(paths, new LogKey(attempt, start.Key), search with { From = start.Value }, cancellationToken));
        return search.Backwards ? Backwards(merge, scans, search.Limit) : Forwards(merge, scans, search.Limit, total);
    }

    /// <summary>Where each container's own log is to be searched from. One that has nothing there is left out.</summary>
    private static Dictionary<string, long> Starts(MergeIndex merge, long from, bool backwards)
    {
        Dictionary<string, long> starts = new(StringComparer.Ordinal);
        foreach (var record in merge.From(0))
        {
            if (backwards && record.First <= from)
                starts[record.Container] = record.Source + Math.Min(record.Count, from + 1 - record.First) - 1;
            else if (!backwards && record.End > from)
                starts.TryAdd(record.Container, record.Source + Math.Max(0, from - record.First));
        }

        return starts;
    }

    private static LogSearchResult Forwards(MergeIndex merge, Dictionary<string, LogSearchResult> scans, int limit, long total)
    {
        var (hits, bound) = (Map(merge, scans), total);
        foreach (var record in merge.From(0))
        {
            // Beyond the first place where one container was not looked at, hits of others are not the next ones.
            if (scans.TryGetValue(record.Container, out var scan) && !scan.IsDone && scan.ScannedTo >= record.Source && scan.ScannedTo < record.Source + record.Count)
                bound = Math.Min(bound, record.First + scan.ScannedTo - record.Source);
        }

        List<long> found = [.. hits.Where(hit => hit < bound).Order().Take(limit)];
        var next = found.Count == limit ? found[^1] + 1 : bound;
        return new LogSearchResult(found, next, next >= total);
    }

    private static LogSearchResult Backwards(MergeIndex merge, Dictionary<string, LogSearchResult> scans, int limit)
    {
        var (hits, bound) = (Map(merge, scans), -1L);
        foreach (var record in merge.From(0))
        {
            if (scans.TryGetValue(record.Container, out var scan) && !scan.IsDone && scan.ScannedTo >= record.Source && scan.ScannedTo < record.Source + record.Count)
                bound = Math.Max(bound, record.First + scan.ScannedTo - record.Source);
        }

        List<long> found = [.. hits.Where(hit => hit > bound).OrderDescending().Take(limit)];
        var next = found.Count == limit ? found[^1] - 1 : bound;
        return new LogSearchResult(found, next, next < 0);
    }

    private static List<long> Map(MergeIndex merge, Dictionary<string, LogSearchResult> scans)
    {
        var hits = scans.ToDictionary(scan => scan.Key, scan => new Queue<long>(scan.Value.Hits.Order()), StringComparer.Ordinal);
        List<long> mapped = [];
        foreach (var record in merge.From(0))
        {
            while (hits.TryGetValue(record.Container, out var own) && own.TryPeek(out var hit) && hit < record.Source + record.Count)
                mapped.Add(record.First + own.Dequeue() - record.Source);
        }

        return mapped;
    }

    private static MergeRecord Clip(MergeRecord record, long from, long to)
    {
        var skip = Math.Max(0, from - record.First);
        return record with { First = record.First + skip, Source = record.Source + skip, Count = (int)(Math.Min(record.End, to) - record.First - skip) };
    }
}
