using System.Collections.Immutable;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Worker.Tests.Fakes;

/// <summary>A frame in the fake queue.</summary>
internal sealed class QueuedTask(ulong index, byte[] payload, IReadOnlyDictionary<string, string> tags)
{
    public ulong Index { get; } = index;

    public long Epoch { get; set; } = 1;

    /// <summary>Uid of its worker. Null: it waits.</summary>
    public string? Holder { get; set; }

    public bool IsDone { get; set; }

    /// <summary>Numbers of the reports that came, over all epochs.</summary>
    public HashSet<long> Numbers { get; } = [];

    public WireFrame Frame() => new(Index, tags.ToImmutableDictionary().Add("_epoch_", $"{Epoch}").Add("_deliveries_", "1"), payload);
}
