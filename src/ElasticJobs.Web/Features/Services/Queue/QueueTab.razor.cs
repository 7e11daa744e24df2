using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Queues;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Api;
using ElasticJobs.Web.Components;
using ElasticJobs.Web.Components.Live;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ElasticJobs.Web.Features.Services.Queue;

public sealed partial class QueueTab
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DrawInterval = TimeSpan.FromMilliseconds(100);
    private QueueView _view = QueueView.Of(null, null, null, null);
    private QueueView? _followed;
    private FramePage? _page;
    private Task? _move;
    private bool _isBusy;
    private DeadDraft? _edited;

    [CascadingParameter]
    private ProjectView Project { get; set; } = null!;

    [Parameter, EditorRequired]
    public required Deployment Job { get; set; }

    [Parameter, EditorRequired]
    public required IServiceQueue Queue { get; set; }

    [SupplyParameterFromQuery(Name = "stream")]
    private string? Stream { get; set; }

    [SupplyParameterFromQuery(Name = "order")]
    private string? Order { get; set; }

    [SupplyParameterFromQuery(Name = "at")]
    private long? At { get; set; }

    [SupplyParameterFromQuery(Name = "frame")]
    private long? Frame { get; set; }

    [Inject]
    private Acts Acts { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    private string Service => Job.Name;

    private IQueueStream Shown => _view.Of(Queue);

    protected override async Task OnParametersSetAsync()
    {
        _view = QueueView.Of(Stream, Order, At, Frame);
        // Which frame is open changes nothing of what is read.
        var view = _view with { Frame = null };
        if (view == _followed)
            return;
        if (view.Stream != _followed?.Stream)
            (_page, _edited) = (null, null);
        (_followed, _move) = (view, null);
        await LookAsync(Closing);
        await FollowAsync(cancellationToken => Sampling.EveryAsync(Time, Tick, LookAsync, cancellationToken), static isOther => isOther, DrawInterval, static () => false);
    }

    /// <summary>Reads the page again if anything moved in the stream.</summary>
    /// <returns>True: it did.</returns>
    private async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        if (_move is { IsCompleted: false })
            return false;
        var view = _view with { Frame = null };
        var move = Shown.NextMove;
        var page = await FramePage.ReadAsync(Shown, view.OldestFirst, view.At, cancellationToken);
        // Another page may have been asked for meanwhile.
        if (view != _view with { Frame = null })
            return false;
        (_page, _move) = (page, move);
        return true;
    }

    private long Lengths(string stream) => QueueView.Of(stream, null, null, null).Of(Queue).Describe().Length;

    private string Where(QueueFrame frame)
    {
        if (_view.Stream == QueueView.Dead)
            return frame.Reason ?? T["Deliveries", frame.Deliveries];
        if (_view.Stream == QueueView.Output)
            return frame.Tags.GetValueOrDefault(TaskTags.RequestId, frame.RequestId);
        return Shown.StandingOf(frame.Index) switch
        {
            { Holder: { } holder } => T["HeldBy", holder],
            { } when frame.NotBefore is { } time && time > Time.GetUtcNow() => T["NotBefore", time.UtcDateTime.ToString("HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)],
            { } standing => Places.Words(T, standing.Ahead, standing.Wait),
            null => "",
        };
    }

    private async Task DropAsync(QueueFrame frame)
    {
        var isTask = _view.Stream == QueueView.Input;
        var stream = Shown;
        var sure = await Dialogs.Confirm(
            T[isTask ? "CancelSure" : "DropSure", frame.Index], T[isTask ? "CancelTask" : "Drop"], new ConfirmOptions { OkButtonText = T[isTask ? "CancelTask" : "Drop"], CancelButtonText = Common["Close"] });
        if (sure == true)
            await ActAsync(AuditActs.ServiceTaskDelete, FormattableString.Invariant($"{_view.Stream} {frame.Index}"), cancellationToken => stream.DeleteAsync([frame.Index], cancellationToken), T["Dropped", frame.Index]);
    }

    private async Task ReplayAsync(IReadOnlyList<long> indexes)
    {
        var replays = default(Replays);
        var isDone = await ActAsync(
            AuditActs.ServiceTaskReplay,
            string.Join(' ', indexes),
            async cancellationToken =>
            {
                replays = await Queue.ReplayAsync(indexes, cancellationToken);
                if (replays.Count == 0)
                    throw DeadLetters.NotThere(indexes[0]);
            },
            null);
        if (!isDone)
            return;
        Acts.Say(T["Replayed", replays.Count]);
        if (replays.Stopped is RefusedException refused)
            Acts.Tell(refused);
    }

    private async Task SaveAsync(DeadDraft draft)
    {
        if (await ActAsync(
            AuditActs.ServiceTaskEdit,
            FormattableString.Invariant($"{draft.Frame.Index}"),
            async cancellationToken => Found(await Queue.EditDeadLetterAsync(draft.Frame.Index, draft.Read().Edit.Of(Job, draft.Frame), cancellationToken), draft),
            T["DeadSaved", draft.Frame.Index]))
            _edited = null;
    }

    private async Task ReplayEditedAsync(DeadDraft draft)
    {
        if (await ActAsync(
            AuditActs.ServiceTaskReplay,
            FormattableString.Invariant($"{draft.Frame.Index}"),
            async cancellationToken => Found(await Queue.ReplayAsync(draft.Frame.Index, draft.Read().Edit.Of(Job, draft.Frame), cancellationToken) is not null, draft),
            T["Replayed", 1]))
            _edited = null;
    }

    private static void Found(bool isThere, DeadDraft draft)
    {
        if (!isThere)
            throw DeadLetters.NotThere(draft.Frame.Index);
    }

    /// <returns>False: refused, and told.</returns>
    private async Task<bool> ActAsync(string what, string detail, Func<CancellationToken, Task> act, string? done)
    {
        _isBusy = true;
        try
        {
            var isDone = await Acts.TryAsync(Project, ProjectRole.Operator, new AuditedAct(what, Service, detail), act, done, CancellationToken.None);
            await LookAsync(Closing);
            return isDone;
        }
        finally
        {
            _isBusy = false;
        }
    }
}
