using ElasticJobs.Core.Runs;

namespace ElasticJobs.Core.Resources;

public enum SampleSignalKind
{
    /// <summary>Someone begins to watch the attempt; the points that are not stored yet are asked for too.</summary>
    Opened,

    /// <summary>Someone still watches it; said again and again, since what is not heard of any more is watched no longer.</summary>
    Watched,

    /// <summary>A new point of it.</summary>
    Point,

    /// <summary>No point comes after.</summary>
    Ended,
}

/// <param name="Sample">With <see cref="SampleSignalKind.Point"/> alone.</param>
public sealed record SampleSignal(SampleSignalKind Kind, AttemptKey Attempt, ResourceSample? Sample = null);

/// <summary>
/// Between the consoles on the same database: those that show a running attempt ask, the one that leads answers with its live points.
/// A signal may be lost or doubled; what must last is in <see cref="ISampleStore"/>.
/// </summary>
public interface ISampleSignals
{
    /// <summary>Sends it soon; never waits and never fails.</summary>
    void Send(SampleSignal signal);

    /// <summary>Those of other consoles, in the order of their sender, until cancelled. One listener.</summary>
    IAsyncEnumerable<SampleSignal> ListenAsync(CancellationToken cancellationToken);
}
