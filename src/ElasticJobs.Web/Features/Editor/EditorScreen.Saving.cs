using ElasticJobs.Core.Access;
using ElasticJobs.Web.Access;
using Radzen;

namespace ElasticJobs.Web.Features.Editor;

/// <summary>Drafts, saving, and what others save meanwhile.</summary>
public sealed partial class EditorScreen
{
    private async Task KeepDraftAsync(CancellationToken cancellationToken)
    {
        if (IsReadOnly)
        {
            return;
        }

        try
        {
            await _saving.SaveDraftAsync(cancellationToken);
            _draftFailed = false;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogDraftFailed(Logger, Name, exception);
            _draftFailed = true;
            _loop.Touch();
        }

        if (!_closing.IsCancellationRequested)
        {
            StateHasChanged();
        }
    }

    private async Task LookForOthersAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await _saving.LookForOthersAsync(cancellationToken))
            {
                if (_saving.Theirs is null && _saving.FollowedRevision is { } followed)
                {
                    Tell(NotificationSeverity.Info, T["Followed", followed.Author, followed.Number]);
                }

                StateHasChanged();
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The next look is in ten seconds.
            LogLookFailed(Logger, Name, exception);
        }
    }

    /// <returns>True: the drawing is a revision now.</returns>
    private async Task<bool> SaveAsync(bool overwrite)
    {
        await Access.RequireAsync(View.User, View.Name, ProjectRole.Editor, _closing.Token);
        var wasNew = !_state.IsSaved;
        switch (await _saving.SaveAsync(overwrite, _closing.Token))
        {
            case SaveOutcome.Saved saved:
                if (saved.IsNew)
                {
                    await NoteAsync(AuditActs.PipelineSave, Name, $"revision {saved.Revision}");
                }

                Tell(NotificationSeverity.Success, T["SavedAs", saved.Revision]);
                if (wasNew)
                {
                    WriteAddress();
                }

                return true;
            case SaveOutcome.Invalid invalid:
                OpenDrawer("problems");
                Tell(NotificationSeverity.Error, T["SaveInvalid", invalid.Errors]);
                return false;
            default:
                Show("conflict");
                return false;
        }
    }

    private Task OverwriteAsync() => TryAsync(async () =>
    {
        CloseSheet();
        await SaveAsync(overwrite: true);
    });

    private void TakeTheirs()
    {
        CloseSheet();
        _saving.TakeTheirs();
    }

    private Task DiscardDraftAsync() => TryAsync(() => _saving.DiscardDraftAsync(_closing.Token));
}
