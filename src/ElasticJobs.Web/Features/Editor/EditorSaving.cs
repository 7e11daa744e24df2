using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Web.Features.Editor.Documents;

namespace ElasticJobs.Web.Features.Editor;

/// <summary>What became of a wish to save.</summary>
public abstract record SaveOutcome
{
    public sealed record Saved(int Revision, bool IsNew) : SaveOutcome;

    public sealed record Invalid(int Errors) : SaveOutcome;

    /// <summary>Somebody saved meanwhile; nothing was written.</summary>
    public sealed record Conflict(PipelineRevision Theirs) : SaveOutcome;
}

/// <summary>Between the drawing and the store: opening, drafts, saving, and what others do to the same pipeline.</summary>
public sealed class EditorSaving(EditorState state, IPipelineStore store, TimeProvider time, string project, string name, string user)
{
    private PipelineDocument? _draftKept;

    public string Project => project;

    public string Name => name;

    /// <summary>A draft was found when the page was opened and is being shown. Null: none, or it was decided on.</summary>
    public DateTimeOffset? RestoredDraft { get; private set; }

    /// <summary>A revision that somebody saved after <see cref="EditorState.BaseRevision"/>. Null: none that is not dealt with.</summary>
    public PipelineRevision? Theirs { get; private set; }

    /// <summary>When the draft was last kept. Null: not since the page was opened.</summary>
    public DateTimeOffset? DraftSavedAt { get; private set; }

    /// <summary>False: there is no such pipeline and <paramref name="mayBeNew"/> forbids to begin one.</summary>
    public async Task<bool> OpenAsync(bool mayBeNew, CancellationToken cancellationToken)
    {
        var latest = await store.FindAsync(project, name, null, cancellationToken);
        var draft = await store.FindDraftAsync(project, name, user, cancellationToken);
        if (latest is null && draft is null && !mayBeNew)
        {
            return false;
        }

        var drawn = draft is null ? null : PipelineReader.Read(draft.Document).Document;
        var began = latest;
        if (latest is not null && drawn is not null && draft!.BaseRevision != latest.Number)
        {
            // The draft's own base tells what the person changed; the newer revision is told beside it.
            began = await store.FindAsync(project, name, draft.BaseRevision, cancellationToken);
            Theirs = latest;
        }

        state.Open(began?.Document ?? Empty(), began?.Number ?? 0, drawn);
        RestoredDraft = drawn is not null && state.IsDirty ? draft!.SavedAt : null;
        if (drawn is not null && !state.IsDirty && latest is not null)
        {
            await store.DeleteDraftAsync(project, name, user, cancellationToken);
            Theirs = null;
            state.Open(latest.Document, latest.Number);
        }

        _draftKept = state.Document;
        return true;
    }

    /// <summary>Keeps the draft where it changed since the last time; a drawing that is as saved needs none.</summary>
    public async Task SaveDraftAsync(CancellationToken cancellationToken)
    {
        var document = state.Document;
        if (ReferenceEquals(document, _draftKept))
        {
            return;
        }

        if (state.IsDirty)
        {
            await store.SaveDraftAsync(
                new PipelineDraft(project, name, user, PipelineWriter.ToJson(document), state.BaseRevision, time.GetUtcNow()), cancellationToken);
            DraftSavedAt = time.GetUtcNow();
        }
        else
        {
            await store.DeleteDraftAsync(project, name, user, cancellationToken);
            RestoredDraft = null;
        }

        _draftKept = document;
    }

    /// <summary>Makes a revision of the drawing.</summary>
    /// <param name="overwrite">Also over what others saved meanwhile, which stays as a revision of its own.</param>
    public async Task<SaveOutcome> SaveAsync(bool overwrite, CancellationToken cancellationToken)
    {
        state.Validate();
        if (state.HasErrors)
        {
            return new SaveOutcome.Invalid(state.Problems.Count(problem => !problem.IsWarning));
        }

        var document = state.Document;
        try
        {
            var saved = await store.SaveAsync(project, document, user, overwrite ? null : state.BaseRevision, cancellationToken);
            await store.DeleteDraftAsync(project, name, user, cancellationToken);
            state.Rebase(saved.Revision.Document, saved.Revision.Number);
            (RestoredDraft, Theirs, _draftKept) = (null, null, document);
            return new SaveOutcome.Saved(saved.Revision.Number, saved.IsNew);
        }
        catch (RefusedException refused) when (refused.Kind == RefusalKind.Conflict)
        {
            Theirs = await store.FindAsync(project, name, null, cancellationToken);
            if (Theirs is null)
            {
                // Deleted meanwhile: the store's own words say so.
                throw;
            }

            return new SaveOutcome.Conflict(Theirs);
        }
    }

    /// <summary>Back to the latest revision; the draft is gone.</summary>
    public async Task DiscardDraftAsync(CancellationToken cancellationToken)
    {
        await store.DeleteDraftAsync(project, name, user, cancellationToken);
        var latest = await store.FindAsync(project, name, null, cancellationToken);
        state.Open(latest?.Document ?? Empty(), latest?.Number ?? 0);
        (RestoredDraft, Theirs, _draftKept) = (null, null, state.Document);
    }

    /// <summary>Shows the others' revision; what was drawn can be had back by undo.</summary>
    public void TakeTheirs()
    {
        if (Theirs is { } theirs)
        {
            state.Replace("StepTheirs", theirs.Document);
            state.Rebase(theirs.Document, theirs.Number);
            Theirs = null;
        }
    }

    public void KeepDraft() => RestoredDraft = null;

    /// <summary>Looks for revisions of others. A clean drawing simply follows them.</summary>
    /// <returns>True: something is new.</returns>
    public async Task<bool> LookForOthersAsync(CancellationToken cancellationToken)
    {
        var latest = await store.FindAsync(project, name, null, cancellationToken);
        if (latest is null || latest.Number <= Math.Max(state.BaseRevision, Theirs?.Number ?? 0))
        {
            return false;
        }

        Theirs = latest;
        if (!state.IsDirty && state.IsSaved)
        {
            TakeTheirs();
            _draftKept = state.Document;
            FollowedRevision = latest;
        }

        return true;
    }

    /// <summary>A revision of somebody else that was taken over by itself, to be told once.</summary>
    public PipelineRevision? FollowedRevision { get; private set; }

    public DocumentDifference Difference(PipelineRevision theirs) => DocumentDifference.Between(theirs.Document, state.Document);

    private PipelineDocument Empty() => new() { Metadata = new PipelineMetadata { Name = name } };
}
