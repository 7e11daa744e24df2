using System.Buffers;
using System.Globalization;

namespace ElasticJobs.Kubernetes.Logs;

/// <summary>One container's log on our disk: <c>{container}.out</c>, how far it was taken in <c>{container}.pos</c>, and its results in <c>{container}.results/</c>.
/// With a container that takes the place of one that has ended (of a group that starts again) the log goes on, from a position of its own, <c>{container}.{round}.pos</c>, and results begin anew.</summary>
internal sealed class ContainerLog : IDisposable
{
    private readonly string _results;
    private readonly string _token;
    private readonly RawLog _raw;
    private readonly LogPositionFile _positions;
    private readonly ArrayBufferWriter<byte> _new = new();

    /// <summary>As of the last piece taken; written behind the bytes that it is about.</summary>
    private LogPosition _position;

    private LogPieces _pieces = new();
    private LogFrames _frames;
    private LogReplay _replay;

    /// <summary>Bytes of the raw file with those that are not written yet.</summary>
    private long _length;

    /// <param name="round">How many containers have written to this log before, all of them whole.</param>
    public ContainerLog(string directory, string container, string token, int round = 0)
    {
        Directory.CreateDirectory(directory);
        _token = token;
        _results = ResultsOf(directory, container);
        _raw = new RawLog(Path.Combine(directory, container + ".out"));
        _positions = new LogPositionFile(Path.Combine(directory, round == 0 ? $"{container}.pos" : string.Create(CultureInfo.InvariantCulture, $"{container}.{round}.pos")));
        if (round > 0 && _positions.Position == default)
            BeginRound();
        _position = _positions.Position.Length <= _raw.Length ? _positions.Position : default;
        _frames = new LogFrames(token);
        _replay = new LogReplay(_position, _raw);
    }

    public bool IsComplete => _position.IsComplete;

    public DateTimeOffset? Since => _position.Since;

    /// <summary>Bytes that the present stream has added.</summary>
    public long Added { get; private set; }

    /// <summary>Result files by name. Empty: there are none.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadResultsAsync(string directory, string container, CancellationToken cancellationToken)
    {
        var results = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!Directory.Exists(ResultsOf(directory, container)))
            return results;
        foreach (var file in Directory.EnumerateFiles(ResultsOf(directory, container)))
            results[Path.GetFileName(file)] = await File.ReadAllTextAsync(file, cancellationToken);
        return results;
    }

    /// <summary>A stream from <see cref="Since"/> begins, with these bytes.</summary>
    /// <exception cref="LogFormatException">It is no log; what the stream before has left stays.</exception>
    public void Begin(ReadOnlySpan<byte> first)
    {
        Added = 0;
        LogPieces.Check(first);
        _pieces = new LogPieces();
        _frames = new LogFrames(_token);
        _replay = new LogReplay(_position, _raw);
    }

    /// <summary>Whether what comes may not follow what was taken, since the kubelet has put aside the file in between.</summary>
    /// <param name="first">What the stream begins with. Empty: it has nothing.</param>
    /// <param name="isLate">The container has run for a while; only asked of a log of which nothing was taken yet.</param>
    /// <param name="begins">When the stream begins.</param>
    public bool MayHaveMissed(ReadOnlySpan<byte> first, bool isLate, out long begins)
    {
        if (!LogTime.TryRead(first, out begins, out _))
            begins = long.MaxValue;
        return _position.LastTime == 0 ? isLate : begins > _position.LastTime;
    }

    /// <summary>Takes what the stream gives.</summary>
    /// <exception cref="LogFormatException">It is no log.</exception>
    public void Read(ReadOnlySpan<byte> bytes)
    {
        _length = _raw.Length;
        try
        {
            _pieces.Read(bytes, Take);
        }
        finally
        {
            Save();
        }

        if (_frames.IsComplete)
            Complete();
    }

    /// <summary>The stream has ended, and so has the container: what is left of it is the log's end.</summary>
    /// <returns>Bytes that the stream has added.</returns>
    public long End()
    {
        _length = _raw.Length;
        _pieces.End((time, piece) => Take(time, KubeletWords.CutOff(piece)));
        _frames.End(log => TakeLog(_position.LastTime + 1, log));
        Save();
        return Added;
    }

    /// <summary>Nothing follows, ever.</summary>
    public void Complete()
    {
        SaveResults();
        _position = _position with { IsComplete = true };
        _positions.Write(_position);
    }

    public void Dispose()
    {
        _raw.Dispose();
        _positions.Dispose();
    }

    private void BeginRound()
    {
        if (Directory.Exists(_results))
            Directory.Delete(_results, recursive: true);
        _positions.Write(new LogPosition(_raw.Length, 0, 0, 0, _raw.Length));
    }

    private void Take(long time, ReadOnlySpan<byte> piece)
    {
        if (piece.Length > 0)
            _frames.Read(piece, log => TakeLog(time, log));
    }

    private void TakeLog(long time, ReadOnlySpan<byte> log)
    {
        var known = _replay.Known(time, log);
        _new.Write(log[known..]);
        _length += log.Length - known;
        Added += log.Length - known;
        // Behind the first frame, and while the beginning of one may be held back, it stays where it is, so that all of that comes again.
        var end = known < log.Length ? _length : _replay.Compared;
        if (!_frames.HasBegun && !_frames.IsInFrame && end > _position.Length)
            _position = _position.After(time, end - log.Length, end);
    }

    private void Save()
    {
        if (_new.WrittenCount > 0)
            _raw.Append(_new.WrittenSpan);
        _new.ResetWrittenCount();
        if (_position != _positions.Position)
            _positions.Write(_position);
    }

    private void SaveResults()
    {
        var results = _frames.Results;
        if (results.Count == 0)
            return;
        Directory.CreateDirectory(_results);
        foreach (var (name, content) in results)
            File.WriteAllBytes(Path.Combine(_results, Path.GetFileName(name)), content);
    }

    private static string ResultsOf(string directory, string container) => Path.Combine(directory, container + ".results");
}
