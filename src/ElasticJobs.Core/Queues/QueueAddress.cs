namespace ElasticJobs.Core.Queues;

/// <summary>Where a console serves queues, as EAS does.</summary>
public static class QueueAddress
{
    public const string Prefix = "/api/predict";

    /// <summary>Of the input; the sink is at its <c>/sink</c>.</summary>
    public static string Of(string service) => $"{Prefix}/{Uri.EscapeDataString(service)}";
}
