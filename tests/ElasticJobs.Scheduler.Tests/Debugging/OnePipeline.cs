using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Scheduler.Tests.Debugging;

/// <summary>A store that holds one revision.</summary>
internal sealed class OnePipeline(string project, PipelineDocument document) : IPipelineStore
{
    public PipelineDocument Document { get; set; } = document;

    public Task<PipelineRevision?> FindAsync(string project1, string name, int? revision, CancellationToken cancellationToken) => Task.FromResult(
        project1 == project && name == Document.Metadata.Name && revision is null or 3 ? new PipelineRevision(project, name, 3, Document, "ann", default) : null);

    public Task<SavedPipeline> SaveAsync(string project, PipelineDocument document, string author, int? expectedRevision, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PipelinePage> ListAsync(string project, string? search, string? cursor, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<PipelineRevision>> ListRevisionsAsync(string project, string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> DeleteAsync(string project, string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SaveDraftAsync(PipelineDraft draft, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PipelineDraft?> FindDraftAsync(string project, string name, string author, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteDraftAsync(string project, string name, string author, CancellationToken cancellationToken) => throw new NotSupportedException();
}
