namespace ElasticJobs.Core.Queues;

/// <summary>One of a queue's streams.</summary>
public readonly record struct StreamId(Guid Value)
{
    public override string ToString() => Value.ToString("N");
}

/// <summary>What a stream is for.</summary>
public enum StreamKind
{
    /// <summary>What is to be done.</summary>
    Input,

    /// <summary>The sink: results, logs and progress.</summary>
    Output,

    /// <summary>What was given to workers too often: to be looked at, edited, replayed or dropped.</summary>
    DeadLetter,
}
