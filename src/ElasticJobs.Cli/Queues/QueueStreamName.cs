namespace ElasticJobs.Cli.Queues;

/// <summary>One of a queue's streams.</summary>
internal enum QueueStreamName
{
    Input,
    Sink,
    DeadLetters,
}
