namespace ElasticJobs.Storage.Pipelines;

internal sealed class PipelineRow
{
    public required string Project { get; init; }

    public required string Name { get; init; }

    /// <summary>Number of the newest revision.</summary>
    public required int Latest { get; init; }

    /// <summary>Name and description in lower case: one text to search, and SQLite's own lower() knows only ASCII.</summary>
    public required string SearchText { get; init; }

    /// <summary>Null: there. Else gone for everyone but the runs that name its revisions.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}

internal sealed class PipelineRevisionRow
{
    public required string Project { get; init; }

    public required string Name { get; init; }

    public required int Number { get; init; }

    public required string Document { get; init; }

    public required string Author { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class PipelineDraftRow
{
    public required string Project { get; init; }

    public required string Name { get; init; }

    public required string Author { get; init; }

    public required string Document { get; init; }

    public required int BaseRevision { get; init; }

    public required DateTimeOffset SavedAt { get; init; }
}
