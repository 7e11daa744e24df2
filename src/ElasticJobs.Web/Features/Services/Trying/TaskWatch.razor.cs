using System.Globalization;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Queues;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Components;
using ElasticJobs.Web.Components.Live;
using ElasticJobs.Web.Components.Times;
using ElasticJobs.Web.Features.Runs.Detail;
using ElasticJobs.Web.Features.Services.Queue;
using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Features.Services.Trying;

public sealed partial class TaskWatch
{
    /// <summary>Bytes of a result that are shown here; the rest is in the output.</summary>
    private const int ResultShown = 8 * 1024;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan DrawInterval = TimeSpan.FromMilliseconds(100);
    private WatchedTask _task = null!;
    private bool _isBusy;

    [CascadingParameter]
    private ProjectView Project { get; set; } = null!;

    [Parameter, EditorRequired]
    public required string Service { get; set; }

    [Parameter, EditorRequired]
    public required IServiceQueue Queue { get; set; }

    [Parameter, EditorRequired]
    public required long Index { get; set; }

    [Parameter, EditorRequired]
    public required string RequestId { get; set; }

    /// <summary>See <see cref="WatchedTask"/>.</summary>
    [Parameter]
    public long? Since { get; set; }

    [Inject]
    private Acts Acts { get; set; } = null!;

    private (string Colour, string Icon) Look => _task.Phase switch
    {
        TaskPhase.Waiting => ("queued", "clock"),
        TaskPhase.Running => ("running", "play"),
        TaskPhase.Succeeded => ("succeeded", "circle-check"),
        TaskPhase.Taken => ("succeeded", "archive"),
        TaskPhase.Cancelled => ("stopped", "circle-stop"),
        TaskPhase.Gone => ("skipped", "circle-slash"),
        _ => ("failed", "circle-x"),
    };

    private string Words => _task switch
    {
        { Phase: TaskPhase.Waiting } => Places.Words(T, _task.Ahead, _task.Wait),
        { Phase: TaskPhase.Running, Holder: { } holder } => T["HeldBy", holder],
        { Phase: TaskPhase.Dead } => _task.DeadReason ?? "",
        { Phase: TaskPhase.Gone } => T["GoneAbout"],
        { Phase: TaskPhase.Taken } => T["TakenAbout"],
        _ => "",
    };

    protected override async Task OnInitializedAsync()
    {
        _task = new WatchedTask(Index, RequestId, Since);
        await _task.LookAsync(Queue, Closing);
        await FollowAsync(
            cancellationToken => Sampling.EveryAsync(Time, Tick, inner => _task.LookAsync(Queue, inner), cancellationToken), static isOther => isOther, DrawInterval, static () => false);
    }

    /// <summary>Tags of the result that say something about it.</summary>
    private IEnumerable<(string Name, string Value)> ResultWords(QueueFrame result) =>
        from tag in result.Tags
        where tag.Key is not (TaskTags.RequestId or TaskTags.Kind or TaskRules.TypeTag)
        let name = T[$"Result_{tag.Key}"]
        select (name.ResourceNotFound ? tag.Key : name.Value, (tag.Key, long.TryParse(tag.Value, CultureInfo.InvariantCulture, out var number)) switch
        {
            ("durationMs", true) => DurationWords.Of(TimeSpan.FromMilliseconds(number)),
            ("peakMemory", true) => string.Create(CultureInfo.InvariantCulture, $"{number / 1024.0 / 1024:0.#} MB"),
            _ => tag.Value,
        });

    private string ResultText(QueueFrame result)
    {
        // A command's summary says what is said above already, and repeats its log.
        if (_task.Log.Lines.Count > 0 && result.Tags.GetValueOrDefault(TaskRules.TypeTag) == TaskRules.Command)
            return "";
        var payload = PayloadText.Of(result.Data.Span, ResultShown);
        return (payload.IsBinary ? payload.Text : PrettyJson.Of(payload.Text)) + (payload.IsCut ? "…" : "");
    }

    private async Task CancelAsync()
    {
        _isBusy = true;
        try
        {
            await Acts.TryAsync(
                Project, ProjectRole.Operator, new AuditedAct(AuditActs.ServiceTaskDelete, Service, FormattableString.Invariant($"input {Index}")),
                cancellationToken => Queue.Input.DeleteAsync([Index], cancellationToken), T["Dropped", Index], CancellationToken.None);
        }
        finally
        {
            _isBusy = false;
        }
    }
}
