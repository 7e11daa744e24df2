using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Tests.Shared.Pipelines;

/// <summary>Pipelines, revisions and drafts in memory, as the real store keeps them.</summary>
public sealed class InMemoryPipelineStore(TimeProvider time) : IPipelineStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string Project, string Name), List<PipelineRevision>> _pipelines = [];
    private readonly HashSet<(string Project, string Name)> _deleted = [];
    private readonly Dictionary<(string Project, string Name, string Author), PipelineDraft> _drafts = [];

    public Task<SavedPipeline> SaveAsync(string project, PipelineDocument document, string author, int? expectedRevision, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var key = (project, document.Metadata.Name);
            if (!_pipelines.TryGetValue(key, out var revisions))
                _pipelines[key] = revisions = [];
            var latest = _deleted.Contains(key) ? 0 : revisions.Count;
            if (expectedRevision is { } expected && expected != latest)
                throw new RefusedException(RefusalKind.Conflict, "revision_conflict", $"The latest revision is {latest}, not {expected}.", "Load it and save again.");
            if (latest > 0 && PipelineWriter.ToJson(revisions[^1].Document) == PipelineWriter.ToJson(document))
                return Task.FromResult(new SavedPipeline(revisions[^1], IsNew: false, IsCreated: false));
            _deleted.Remove(key);
            revisions.Add(new PipelineRevision(project, document.Metadata.Name, revisions.Count + 1, document, author, time.GetUtcNow()));
            return Task.FromResult(new SavedPipeline(revisions[^1], IsNew: true, IsCreated: latest == 0));
        }
    }

    public Task<PipelineRevision?> FindAsync(string project, string name, int? revision, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(revision is { } number
                ? _pipelines.GetValueOrDefault((project, name))?.Find(found => found.Number == number)
                : Revisions(project, name).LastOrDefault());
        }
    }

    public Task<PipelinePage> ListAsync(string project, string? search, string? cursor, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var found = _pipelines.Where(pair => pair.Key.Project == project && !_deleted.Contains(pair.Key) && string.CompareOrdinal(pair.Key.Name, cursor) > 0)
                .Select(pair => pair.Value[^1])
                .Where(latest => search is null || $"{latest.Name} {latest.Document.Metadata.Description}".Contains(search, StringComparison.OrdinalIgnoreCase))
                .ToList();
            return Task.FromResult(new PipelinePage([.. found.Take(limit)], found.Count > limit ? found[limit - 1].Name : null));
        }
    }

    public Task<IReadOnlyList<PipelineRevision>> ListRevisionsAsync(string project, string name, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<PipelineRevision>>([.. Revisions(project, name).AsEnumerable().Reverse()]);
    }

    public Task<bool> DeleteAsync(string project, string name, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            foreach (var key in _drafts.Keys.Where(key => key.Project == project && key.Name == name).ToList())
                _drafts.Remove(key);
            return Task.FromResult(_pipelines.ContainsKey((project, name)) && _deleted.Add((project, name)));
        }
    }

    /// <summary>Takes the revisions too, as no store does: the database was damaged.</summary>
    public void Lose(string project, string name)
    {
        lock (_gate)
            _pipelines.Remove((project, name));
    }

    public Task SaveDraftAsync(PipelineDraft draft, CancellationToken cancellationToken)
    {
        lock (_gate)
            _drafts[(draft.Project, draft.Name, draft.Author)] = draft;
        return Task.CompletedTask;
    }

    public Task<PipelineDraft?> FindDraftAsync(string project, string name, string author, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(_drafts.GetValueOrDefault((project, name, author)));
    }

    public Task DeleteDraftAsync(string project, string name, string author, CancellationToken cancellationToken)
    {
        lock (_gate)
            _drafts.Remove((project, name, author));
        return Task.CompletedTask;
    }

    /// <summary>Of a pipeline that is there.</summary>
    private List<PipelineRevision> Revisions(string project, string name) =>
        _deleted.Contains((project, name)) ? [] : _pipelines.GetValueOrDefault((project, name)) ?? [];
}
