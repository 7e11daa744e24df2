namespace ElasticJobs.Core.Queues;

/// <summary>A frame can't be ended, since it has ended or was removed.</summary>
public sealed class FrameEndedException(long index) : Exception($"The frame {index} has ended already.")
{
    public long Index { get; } = index;
}
