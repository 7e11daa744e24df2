namespace ElasticJobs.Kubernetes.Client;

public sealed record WatchQuery
{
    /// <inheritdoc cref="ListQuery.LabelSelector"/>
    public string? LabelSelector { get; init; }

    /// <inheritdoc cref="ListQuery.FieldSelector"/>
    public string? FieldSelector { get; init; }

    /// <summary>Events after this version. Null: begins with an ADDED for each object there is.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Asks for BOOKMARK events, about one a minute, which move the version on while nothing happens.</summary>
    public bool AllowBookmarks { get; init; } = true;

    /// <summary>The server ends the watch after this time, so that a dead connection is found at the latest then.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);
}
