namespace ElasticJobs.Worker.Queue;

/// <summary>The headers that say who the worker is, as EAS's clients send them with every call.</summary>
internal static class QueueHeaders
{
    public static IEnumerable<(string Name, string Value)> Of(WorkerSettings settings) =>
    [
        ("Authorization", settings.Token),
        ("X-EAS-QueueService-Redis-Uid", settings.Instance),
        ("X-EAS-QueueService-Redis-Gid", settings.Service),
        ("Accept", "application/vnd.google.protobuf"),
    ];
}
