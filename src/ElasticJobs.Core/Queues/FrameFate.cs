namespace ElasticJobs.Core.Queues;

/// <summary>What is stored of a frame's end.</summary>
/// <param name="Outcome">Null: it has not ended, or it is not there.</param>
/// <param name="IsOpen">It is there and has not ended. In a stream that somebody works on, one that is open and has no <see cref="FrameStanding"/> is about to end: that is being stored.</param>
public readonly record struct FrameFate(FrameOutcome? Outcome, bool IsOpen);
