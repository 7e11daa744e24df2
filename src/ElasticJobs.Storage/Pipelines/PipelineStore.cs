using ElasticJobs.Core.Pipelines;
using ElasticJobs.Storage.Database;
using ElasticJobs.Storage.Writing;
using Microsoft.EntityFrameworkCore;

namespace ElasticJobs.Storage.Pipelines;

internal sealed class PipelineStore(IDbContextFactory<ElasticJobsDbContext> contexts, GroupWriter writer, RevisionCache revisions, TimeProvider time) : IPipelineStore
{
    private const int MaximumLimit = 500;

    public async Task<SavedPipeline> SaveAsync(string project, PipelineDocument document, string author, int? expectedRevision, CancellationToken cancellationToken)
    {
        var save = new PipelineSave(project, document, author, expectedRevision, time.GetUtcNow());
        while (true)
        {
            var latest = await FindLatestAsync(project, document.Metadata.Name, cancellationToken);
            if (save.Unchanged(latest) is { } revision)
            {
                return new SavedPipeline(revision, IsNew: false, IsCreated: false);
            }

            try
            {
                await writer.WriteAsync(save.Calls(latest), cancellationToken);
                return new SavedPipeline(save.Revision(latest), IsNew: true, IsCreated: latest is not { IsDeleted: false });
            }
            catch (PipelineSave.OvertakenException)
            {
                // Someone saved in between. Each turn is one revision of theirs, so this ends.
            }
        }
    }

    public async Task<PipelineRevision?> FindAsync(string project, string name, int? revision, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = revision is { } number
            ? context.PipelineRevisions.Where(row => row.Project == project && row.Name == name && row.Number == number)
            : Latest(context, project).Where(row => row.Name == name);
        var found = await rows.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : revisions.Read(found);
    }

    public async Task<PipelinePage> ListAsync(string project, string? search, string? cursor, int limit, CancellationToken cancellationToken)
    {
        var size = Math.Clamp(limit, 1, MaximumLimit);
        var after = cursor is null ? null : PageCursor.Read(cursor, name => name.Length > 0 ? name : null);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Latest(context, project, search?.Trim().ToLowerInvariant(), after).AsNoTracking()
            .OrderBy(row => row.Name).Take(size + 1).ToListAsync(cancellationToken);
        return new PipelinePage([.. rows.Take(size).Select(revisions.Read)], rows.Count > size ? PageCursor.Of(rows[size - 1].Name) : null);
    }

    public async Task<IReadOnlyList<PipelineRevision>> ListRevisionsAsync(string project, string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var there = context.Pipelines.Where(row => row.Project == project && row.Name == name && row.DeletedAt == null);
        var rows = await context.PipelineRevisions.AsNoTracking()
            .Where(row => row.Project == project && row.Name == name && there.Any())
            .OrderByDescending(row => row.Number).ToListAsync(cancellationToken);
        return [.. rows.Select(revisions.Read)];
    }

    public async Task<bool> DeleteAsync(string project, string name, CancellationToken cancellationToken)
    {
        var affected = await writer.WriteAsync(
            [PipelineStatements.Delete.With(time.GetUtcNow(), project, name), PipelineStatements.DeleteDrafts.With(project, name)], cancellationToken);
        return affected[0] > 0;
    }

    public Task SaveDraftAsync(PipelineDraft draft, CancellationToken cancellationToken) => writer.WriteAsync(
        PipelineStatements.PutDraft.With(draft.Project, draft.Name, draft.Author, draft.Document, draft.BaseRevision, draft.SavedAt), cancellationToken);

    public async Task<PipelineDraft?> FindDraftAsync(string project, string name, string author, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.PipelineDrafts.AsNoTracking().Where(row => row.Project == project && row.Name == name && row.Author == author)
            .Select(row => new PipelineDraft(row.Project, row.Name, row.Author, row.Document, row.BaseRevision, row.SavedAt)).SingleOrDefaultAsync(cancellationToken);
    }

    public Task DeleteDraftAsync(string project, string name, string author, CancellationToken cancellationToken) =>
        writer.WriteAsync(PipelineStatements.DeleteDraft.With(project, name, author), cancellationToken);

    private async Task<StoredPipeline?> FindLatestAsync(string project, string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Pipelines.AsNoTracking().Where(row => row.Project == project && row.Name == name)
            .Join(
                context.PipelineRevisions,
                row => new { row.Project, row.Name, Number = row.Latest },
                row => new { row.Project, row.Name, row.Number },
                (pipeline, revision) => new StoredPipeline(revision.Number, revision.Document, revision.Author, revision.CreatedAt, pipeline.DeletedAt != null))
            .SingleOrDefaultAsync(cancellationToken);
    }

    private static IQueryable<PipelineRevisionRow> Latest(ElasticJobsDbContext context, string project, string? search = null, string? after = null)
    {
        var pipelines = context.Pipelines.Where(row => row.Project == project && row.DeletedAt == null);
        if (!string.IsNullOrEmpty(search))
        {
            pipelines = pipelines.Where(row => row.SearchText.Contains(search));
        }

        if (after is not null)
        {
#pragma warning disable CA1309 // the database compares, ordinally
            pipelines = pipelines.Where(row => string.Compare(row.Name, after) > 0);
#pragma warning restore CA1309
        }

        return pipelines.Join(
            context.PipelineRevisions,
            row => new { row.Project, row.Name, Number = row.Latest },
            row => new { row.Project, row.Name, row.Number },
            (_, revision) => revision);
    }
}
