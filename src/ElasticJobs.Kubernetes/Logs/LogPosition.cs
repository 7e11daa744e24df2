namespace ElasticJobs.Kubernetes.Logs;

/// <summary>
/// How far a container's log was taken, in the runtime's own times, so that following it again neither loses nor doubles anything. The API server can only be asked for what is newer than a whole second,
/// so the beginning of the last second is kept too: from there on the same bytes come again.
/// </summary>
/// <param name="Length">Bytes of the raw file that the rest is about.</param>
/// <param name="LastTime">Greatest time taken, nanoseconds since 1970. 0: nothing yet.</param>
/// <param name="AtLastTime">Pieces taken that have it.</param>
/// <param name="SecondTime">Time of the first piece taken of the last second.</param>
/// <param name="SecondOffset">Bytes of the raw file before that piece.</param>
internal readonly record struct LogPosition(long Length, long LastTime, long AtLastTime, long SecondTime, long SecondOffset)
{
    private const long Second = 1_000_000_000;

    /// <summary>The log is whole.</summary>
    public bool IsComplete { get; init; }

    /// <summary>From when to ask again. Null: from the beginning.</summary>
    public DateTimeOffset? Since => LastTime == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(SecondTime / Second);

    /// <summary>After one more piece of the log, which is in the raw file from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public LogPosition After(long time, long start, long end)
    {
        var next = this with { Length = end };
        if (LastTime == 0 || time / Second > SecondTime / Second)
            next = next with { SecondTime = time, SecondOffset = start };
        // Lines of the two streams may come a little out of order.
        return time > LastTime ? next with { LastTime = time, AtLastTime = 1 } : time == LastTime ? next with { AtLastTime = AtLastTime + 1 } : next;
    }
}
