namespace ElasticJobs.Worker.Queue;

/// <summary>What the queue makes of something said to it.</summary>
internal enum QueueAnswer
{
    Done,

    /// <summary>The lease is not this worker's any more.</summary>
    Fenced,

    /// <summary>It has more bytes than the queue takes.</summary>
    TooLarge,

    /// <summary>Saying it again would not help.</summary>
    Refused,
}
