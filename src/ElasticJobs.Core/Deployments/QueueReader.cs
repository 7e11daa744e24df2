using ElasticJobs.Core.Queues;
using System.Text.Json.Nodes;

namespace ElasticJobs.Core.Deployments;

/// <summary>The section <c>queue</c>: EAS's keys, and what it has no words for (<c>max_length</c>, <c>when_full</c>, <c>grace_seconds</c>, <c>tenants</c>).</summary>
internal static class QueueReader
{
    private const int KiloByte = 1024;

    public static QueueSettings Read(JsonFields queue)
    {
        var (defaults, rules) = (QueueSettings.Default, QueueRules.Default);
        var full = queue.Choice("when_full", "refuse", "evict", "block") is { } policy ? (FullPolicy)policy : queue.Flag("source.auto_evict") == true ? FullPolicy.EvictOldest : defaults.WhenFull;
        var settings = defaults with
        {
            MaxLength = queue.Whole("max_length", 1, 100_000_000) ?? defaults.MaxLength,
            WhenFull = full,
            MaxPayloadBytes = queue.Whole("source.max_payload_size_kb", 1, 1024 * KiloByte) is { } kilobytes ? (int)kilobytes * KiloByte : defaults.MaxPayloadBytes,
            OffloadBytes = queue.Whole("offload_kb", 0, 1024 * KiloByte) is { } large ? (int)large * KiloByte : defaults.OffloadBytes,
            KeepDone = queue.Number("keep_done_hours", 0, 87_600) is { } done ? TimeSpan.FromHours(done) : defaults.KeepDone,
            KeepSink = queue.Number("sink.keep_hours", 0.001, 87_600) is { } sink ? TimeSpan.FromHours(sink) : defaults.KeepSink,
            Rules = rules with
            {
                MaxDeliveries = (int?)queue.Whole("max_delivery", 1, 1000) ?? rules.MaxDeliveries,
                Grace = queue.Number("grace_seconds", 0.1, 3600) is { } grace ? TimeSpan.FromSeconds(grace) : rules.Grace,
                Weights = ReadWeights(queue),
            },
        };
        queue.WarnOfRest("cpu", "memory", "min_replica", "resource", "source", "sink", "max_idle", "dead_message_policy");
        return settings;
    }

    private static Dictionary<string, double> ReadWeights(JsonFields queue)
    {
        var tenants = queue.Mapping("tenants");
        var weights = new Dictionary<string, double>();
        foreach (var (tenant, _) in queue.Node("tenants") as JsonObject ?? [])
        {
            if (tenants.Number(tenant, 0.001, 1_000_000) is { } weight)
                weights[tenant] = weight;
        }

        return weights;
    }
}
