namespace ElasticJobs.Kubernetes.Logs;

/// <summary>Tells, when a log is followed again from <see cref="LogPosition.Since"/>, how much of each piece is in the raw file already.</summary>
/// <remarks>
/// What comes again is compared with the file byte by byte from where the last second began. Where that does not fit, because the kubelet has rotated the log meanwhile, times decide: what is older than
/// the last time is known, and of those with that time as many as were taken. What a console that was killed wrote beyond its last position is compared too.
/// </remarks>
internal sealed class LogReplay(LogPosition position, RawLog raw)
{
    private readonly LogPosition _from = position;
    private long _expected = position.SecondOffset;
    private long _atLastTime;
    private Mode _mode = position.LastTime == 0 ? Mode.Compare : Mode.Begin;

    private enum Mode
    {
        Begin,
        Compare,
        ByTime,
        Live,
    }

    /// <summary>Where in the raw file the last piece ends that was found there by its bytes. 0: the last was not.</summary>
    public long Compared { get; private set; }

    /// <summary>Bytes of the piece that are known.</summary>
    public int Known(long time, ReadOnlySpan<byte> piece)
    {
        Compared = 0;
        // Of a file that was put aside everything comes again, not only the last second.
        if (_mode == Mode.Begin && time < _from.SecondTime)
            return piece.Length;
        if (_mode == Mode.Begin)
            _mode = time == _from.SecondTime ? Mode.Compare : Mode.ByTime;
        if (time == _from.LastTime)
            _atLastTime++;
        if (_mode == Mode.Compare && Compare(piece) is { } compared)
            return compared;
        if (_mode == Mode.Compare)
            _mode = _expected < _from.Length ? Mode.ByTime : Mode.Live;
        if (_mode == Mode.ByTime && (time < _from.LastTime || (time == _from.LastTime && _atLastTime <= _from.AtLastTime)))
            return piece.Length;
        if (_mode == Mode.ByTime)
        {
            (_mode, _expected) = (Mode.Compare, _from.Length);
            if (Compare(piece) is { } beyond)
                return beyond;
            _mode = Mode.Live;
        }

        return 0;
    }

    /// <summary>Null: the piece is not what the file has there.</summary>
    private int? Compare(ReadOnlySpan<byte> piece)
    {
        var known = raw.StartsWith(_expected, piece);
        if (known < 0)
            return null;
        Compared = _expected += known;
        if (known < piece.Length || _expected == raw.Length)
            _mode = Mode.Live;
        return known;
    }
}
