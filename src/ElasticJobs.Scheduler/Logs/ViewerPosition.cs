namespace ElasticJobs.Scheduler.Logs;

/// <summary>
/// Where a viewer is and when it has to jump. At first it catches up with what was there, in rounds: each round goes to the end as it was when the round began,
/// and as long as a round leaves less than the one before, no line is left out, however long the log. A viewer that does not gain on the log,
/// or that was live and fell behind by more than is allowed, jumps close to the end.
/// </summary>
internal sealed class ViewerPosition(LogFeedOptions options, long next, long total)
{
    private long _behind = total - next;
    private long? _roundEnd = total;

    /// <summary>Number of the next line to read.</summary>
    public long Next { get; set; } = next;

    /// <summary>Caught up once, so that batches come at their interval.</summary>
    public bool IsLive => _roundEnd is null;

    /// <summary>The lines to leave out before the next ones, if the viewer has to jump.</summary>
    public (long From, long To)? Advance(long total)
    {
        var behind = total - Next;
        if (_roundEnd is { } end)
        {
            if (Next < end)
                return null;
            if (behind <= options.MaxLinesBehind)
            {
                _roundEnd = null;
                return null;
            }
            if (behind < _behind)
            {
                (_behind, _roundEnd) = (behind, total);
                return null;
            }
            _roundEnd = null;
        }
        if (behind <= options.MaxLinesBehind)
            return null;
        var gap = (Next, total - options.LinesAfterGap);
        Next = gap.Item2;
        return gap;
    }
}
