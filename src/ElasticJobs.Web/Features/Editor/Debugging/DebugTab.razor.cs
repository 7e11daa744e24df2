using ElasticJobs.Core.Debugging;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Features.Runs.Detail;
using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Features.Editor.Debugging;

/// <summary>One task's log, use, outputs and terminal, of a run that can be chosen; the newest at first.</summary>
public sealed partial class DebugTab : IAsyncDisposable
{
    private static readonly string[] Sections = ["log", "resources", "outputs", "terminal"];
    private RunOverlay? _run;
    private RunId? _shown;
    private string? _task;
    private RunId? _asked;
    private RunDetail? _main;
    private int _clearings;

    [Parameter, EditorRequired]
    public required DebugDesk Desk { get; set; }

    /// <summary>Null: no task is selected.</summary>
    [Parameter]
    public string? Task { get; set; }

    /// <summary>log, resources, outputs or terminal.</summary>
    [Parameter]
    public string Section { get; set; } = "log";

    /// <summary>The run to show: the one just started, or the one on the canvas. Null: the newest.</summary>
    [Parameter]
    public RunId? Asked { get; set; }

    /// <summary>The run on the canvas, which needs no second watch.</summary>
    [Parameter]
    public RunDetail? Main { get; set; }

    [Parameter]
    public bool CanOperate { get; set; }

    /// <summary>The person asked for the terminal, so the keyboard goes there.</summary>
    [Parameter]
    public bool FocusTerminal { get; set; }

    [Parameter]
    public EventCallback<(string Action, string Task)> OnAction { get; set; }

    [Parameter]
    public EventCallback<string> OnSection { get; set; }

    /// <summary>Time to add to a terminal. Null: end it.</summary>
    [Parameter]
    public EventCallback<(DebugSession Session, TimeSpan? By)> OnTerminal { get; set; }

    [Inject]
    private IRunFeed Feed { get; set; } = null!;

    private ReasonWords Words => new(RunTexts, Shell);

    private RunDetail? Detail => Main?.Run.Id == _shown ? Main : _run?.Current;

    private TaskRun? TaskRun => Detail?.Tasks.FirstOrDefault(task => task.Task == Task);

    private AttemptKey? Attempt => TaskRun is { Attempt: > 0 } run ? new AttemptKey(run.Run, run.Task, run.Attempt) : null;

    public async ValueTask DisposeAsync()
    {
        if (_run is not null)
        {
            await _run.DisposeAsync();
        }
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_task == Task && _asked == Asked && _main?.Run.Id == Main?.Run.Id && _clearings == Desk.Clearings)
        {
            return;
        }

        (_task, _asked, _main, _clearings) = (Task, Asked, Main, Desk.Clearings);
        await RefreshAsync(null);
    }

    private async Task RefreshAsync(string? reason)
    {
        await Desk.ShowAsync(Task, CancellationToken.None);
        var newest = Desk.Runs.Count > 0 ? Desk.Runs[0].Id : (RunId?)null;
        await ShowAsync(Asked ?? newest);
    }

    private Task ChooseAsync(ChangeEventArgs args) => ShowAsync(RunId.TryParse(args.Value?.ToString(), out var id) ? id : null);

    private async Task ShowAsync(RunId? run)
    {
        _shown = run;
        _run ??= new RunOverlay(Feed, () => InvokeAsync(StateHasChanged));
        await _run.FollowAsync(Main?.Run.Id == run ? null : run);
    }
}
