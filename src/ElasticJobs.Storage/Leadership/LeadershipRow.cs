namespace ElasticJobs.Storage.Leadership;

/// <summary>One row: who leads, and for the how manieth time someone does.</summary>
internal sealed class LeadershipRow
{
    /// <summary>Always <c>scheduler</c>.</summary>
    public required string Name { get; init; }

    public required long Epoch { get; init; }

    /// <summary>For people: the host and process.</summary>
    public required string Holder { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>Where the others reach it. Null: not told yet.</summary>
    public string? Address { get; init; }
}
