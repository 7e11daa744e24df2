using System.Buffers;
using System.Text;
using ElasticJobs.Core.Logs;

namespace ElasticJobs.Storage.Logs;

/// <summary>
/// Searches a log, chunk by chunk. Text is decoded a block at a time and searched with the framework's vectorised substring search;
/// line feeds survive decoding, so counting them gives the line's number.
/// </summary>
internal sealed class LogScan(LogSearch search) : IDisposable
{
    /// <summary>Raw bytes looked at in one call: some 50 ms of work.</summary>
    private const long MaxScan = 64L << 20;

    private readonly SearchValues<string> _text = SearchValues.Create(
        [search.Text], search.CaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private readonly char[] _chars = ArrayPool<char>.Shared.Rent(LogIndexer.MaxChunk);
    private readonly List<long> _hits = [];

    public static LogSearchResult Run(LogPaths paths, LogKey key, LogSearch search, CancellationToken cancellationToken)
    {
        using var index = LogIndex.Open(paths.Index(key));
        var total = index.LineCount;
        if (search.Text.Length == 0 || search.Limit <= 0 || total == 0)
            return new LogSearchResult([], search.Backwards ? -1 : total, IsDone: true);

        using var scan = new LogScan(search);
        using var output = RawFile.Open(paths.Raw(key, LogStream.Out));
        using var error = RawFile.Open(paths.Raw(key, LogStream.Err));
        return search.Backwards
            ? scan.Backwards(index, output, error, cancellationToken)
            : scan.Forwards(index, output, error, cancellationToken);
    }

    public void Dispose() => ArrayPool<char>.Shared.Return(_chars);

    private LogSearchResult Forwards(LogIndex index, RawFile output, RawFile error, CancellationToken cancellationToken)
    {
        var total = index.LineCount;
        var from = Math.Clamp(search.From < 0 ? total + search.From : search.From, 0, total);
        var scanned = 0L;
        for (var i = index.Find(from); i < index.ChunkCount; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chunk = index[i];
            if (scanned >= MaxScan)
                return new LogSearchResult(_hits, chunk.FirstLine, IsDone: false);
            if (search.Stream is { } stream && stream != chunk.Stream)
                continue;
            Scan(chunk, chunk.Stream == LogStream.Out ? output : error, from, long.MaxValue);
            scanned += chunk.Length;
            if (_hits.Count < search.Limit)
                continue;
            _hits.RemoveRange(search.Limit, _hits.Count - search.Limit);
            var next = _hits[^1] + 1;
            return new LogSearchResult(_hits, next, next == total);
        }
        return new LogSearchResult(_hits, total, IsDone: true);
    }

    private LogSearchResult Backwards(LogIndex index, RawFile output, RawFile error, CancellationToken cancellationToken)
    {
        var total = index.LineCount;
        var from = Math.Clamp(search.From < 0 ? total + search.From : search.From, 0, total - 1);
        var scanned = 0L;
        for (var i = index.Find(from); i >= 0; i--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chunk = index[i];
            if (scanned >= MaxScan)
                return new LogSearchResult(_hits, chunk.EndLine - 1, IsDone: false);
            if (search.Stream is { } stream && stream != chunk.Stream)
                continue;
            var before = _hits.Count;
            Scan(chunk, chunk.Stream == LogStream.Out ? output : error, 0, from);
            _hits.Reverse(before, _hits.Count - before);
            scanned += chunk.Length;
            if (_hits.Count < search.Limit)
                continue;
            _hits.RemoveRange(search.Limit, _hits.Count - search.Limit);
            return new LogSearchResult(_hits, _hits[^1] - 1, _hits[^1] == 0);
        }
        return new LogSearchResult(_hits, -1, IsDone: true);
    }

    /// <summary>Adds the chunk's matching lines between the two, ascending.</summary>
    private void Scan(ChunkRecord chunk, RawFile raw, long first, long last)
    {
        if (chunk.Length > LogIndexer.MaxChunk)
        {
            if (chunk.FirstLine >= first && chunk.FirstLine <= last && ContainsText(chunk, raw))
                _hits.Add(chunk.FirstLine);
            return;
        }
        var chars = Decode(raw.Read(chunk.Offset, (int)chunk.Length));
        for (var number = chunk.FirstLine; ;)
        {
            var hit = chars.IndexOfAny(_text);
            if (hit < 0)
                return;
            number += chars[..hit].Count('\n');
            if (number > last)
                return;
            if (number >= first)
                _hits.Add(number);
            var end = chars[hit..].IndexOf('\n');
            if (end < 0)
                return;
            chars = chars[(hit + end + 1)..];
            number++;
        }
    }

    /// <summary>A line of any length, in blocks that overlap by more than the text can take (4 bytes a character).</summary>
    private bool ContainsText(ChunkRecord chunk, RawFile raw)
    {
        var overlap = Math.Min(search.Text.Length * 4, LogIndexer.MaxChunk / 2);
        for (var offset = chunk.Offset; offset < chunk.EndOffset; offset += LogIndexer.MaxChunk - overlap)
        {
            var block = raw.Read(offset, (int)Math.Min(LogIndexer.MaxChunk, chunk.EndOffset - offset), readAhead: false);
            if (block.IsEmpty)
                return false;
            if (Decode(block).IndexOfAny(_text) >= 0)
                return true;
        }
        return false;
    }

    private ReadOnlySpan<char> Decode(ReadOnlySpan<byte> bytes) => _chars.AsSpan(0, Encoding.UTF8.GetChars(bytes, _chars));
}
