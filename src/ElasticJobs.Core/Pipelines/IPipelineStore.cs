namespace ElasticJobs.Core.Pipelines;

/// <summary>Pipelines, their immutable revisions, and drafts. Documents are kept as canonical JSON.</summary>
public interface IPipelineStore
{
    /// <summary>Makes the pipeline, or its next revision. The same document as the latest revision makes none and gives that one back.</summary>
    /// <param name="expectedRevision">Null: whatever is there. 0: must not exist. Else: must be the latest, or a <see cref="RefusedException"/> of kind Conflict, code <c>revision_conflict</c>.</param>
    Task<SavedPipeline> SaveAsync(string project, PipelineDocument document, string author, int? expectedRevision, CancellationToken cancellationToken);

    /// <param name="revision">Null: the latest.</param>
    Task<PipelineRevision?> FindAsync(string project, string name, int? revision, CancellationToken cancellationToken);

    /// <summary>By name. <paramref name="search"/>: part of name or description, any case.</summary>
    Task<PipelinePage> ListAsync(string project, string? search, string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>Newest first, documents included.</summary>
    Task<IReadOnlyList<PipelineRevision>> ListRevisionsAsync(string project, string name, CancellationToken cancellationToken);

    /// <summary>
    /// Takes it and its drafts away. Runs stay readable: its revisions are still found by number, and a pipeline made anew under the name goes on counting. False: not there.
    /// </summary>
    Task<bool> DeleteAsync(string project, string name, CancellationToken cancellationToken);

    /// <summary>Keeps what a person is drawing, valid or not. One per pipeline and author; the name of a pipeline not yet saved is fine.</summary>
    Task SaveDraftAsync(PipelineDraft draft, CancellationToken cancellationToken);

    Task<PipelineDraft?> FindDraftAsync(string project, string name, string author, CancellationToken cancellationToken);

    Task DeleteDraftAsync(string project, string name, string author, CancellationToken cancellationToken);
}

/// <param name="IsNew">A revision was made; false: nothing had changed.</param>
/// <param name="IsCreated">There was no such pipeline before: never, or it had been deleted.</param>
public sealed record SavedPipeline(PipelineRevision Revision, bool IsNew, bool IsCreated);

/// <param name="Number">From 1.</param>
public sealed record PipelineRevision(string Project, string Name, int Number, PipelineDocument Document, string Author, DateTimeOffset CreatedAt);

/// <param name="Document">JSON as <see cref="PipelineWriter"/> writes it, possibly of an invalid pipeline.</param>
/// <param name="BaseRevision">What it was begun from; 0: nothing.</param>
public sealed record PipelineDraft(string Project, string Name, string Author, string Document, int BaseRevision, DateTimeOffset SavedAt);

/// <param name="NextCursor">Null: the last page.</param>
public sealed record PipelinePage(IReadOnlyList<PipelineRevision> Pipelines, string? NextCursor);
