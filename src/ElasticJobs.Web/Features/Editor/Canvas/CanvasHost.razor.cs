using System.Globalization;
using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Components;
using ElasticJobs.Web.Features.Runs;
using ElasticJobs.Web.Features.Runs.Detail;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace ElasticJobs.Web.Features.Editor.Canvas;

/// <summary>Keeps the canvas in the browser the same as the state: sends what changed, takes what the person did.</summary>
public sealed partial class CanvasHost : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private ElementReference _host;
    private CanvasView? _view;
    private DotNetObjectReference<CanvasHost>? _self;
    private PipelineDocument? _sentDocument;
    private IReadOnlyList<Problem>? _sentProblems;
    private IReadOnlySet<string> _sentSelection = new HashSet<string>();
    private RunDetail? _sentRun;
    private bool _readOnly;

    [Parameter, EditorRequired]
    public EditorState State { get; set; } = null!;

    [Parameter]
    public bool ReadOnly { get; set; }

    /// <summary>The run that is shown on the tasks. Null: none.</summary>
    [Parameter]
    public RunDetail? Run { get; set; }

    /// <summary>Gives the element whose items can be dragged onto the canvas.</summary>
    [Parameter]
    public Func<ElementReference>? Palette { get; set; }

    /// <summary>A command that is no edit of the document, or one that was refused.</summary>
    [Parameter]
    public EventCallback<CanvasCommand> OnCommand { get; set; }

    [Parameter]
    public EventCallback<CanvasOutcome> OnRefused { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    [Inject]
    private IStringLocalizer<RunsTexts> RunTexts { get; set; } = null!;

    [Inject]
    private IStringLocalizer<ShellTexts> Shell { get; set; } = null!;

    internal CanvasView? View => _view;

    /// <summary>Called by the canvas, one at a time, in the order of the gestures.</summary>
    [JSInvokable("OnCommand")]
    public Task OnCommandAsync(string json) => InvokeAsync(async () =>
    {
        if (CanvasCommand.Read(json) is not { } command || _closing.IsCancellationRequested)
        {
            return;
        }

        if (command.Type == "select")
        {
            _sentSelection = command.Tasks.ToHashSet();
            State.Select(command.Tasks, command.Edge);
            return;
        }

        if (!command.ChangesDocument)
        {
            await OnCommand.InvokeAsync(command);
            return;
        }

        var outcome = ReadOnly ? CanvasOutcome.Done : CanvasEdits.Apply(State, command);
        // The canvas shows what was done already; the answer confirms it or takes it back.
        _sentDocument = null;
        await SendAsync();
        if (outcome.Refusal is not null || outcome.Problems.Count > 0)
        {
            await OnRefused.InvokeAsync(outcome);
        }
    });

    /// <summary>Called by the canvas for Ctrl+C.</summary>
    [JSInvokable("CopySelection")]
    public string CopySelection() => State.CopySelection();

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        if (_view is not null)
        {
            await _view.DisposeAsync();
        }

        _self?.Dispose();
        _closing.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await OpenAsync();
        }
        else
        {
            await SendAsync();
        }
    }

    private async Task OpenAsync()
    {
        _self = DotNetObjectReference.Create(this);
        var view = new CanvasView(Js);
        (_sentDocument, _sentProblems, _readOnly) = (State.Document, State.Problems, ReadOnly);
        await view.OpenAsync(_host, _self, new { Document = Wire(), ReadOnly });
        _view = view;
        if (_closing.IsCancellationRequested)
        {
            await view.DisposeAsync();
            return;
        }

        if (Palette is not null)
        {
            await view.PaletteAsync(Palette());
        }

        await SendAsync();
    }

    private async Task SendAsync()
    {
        if (_view is not { } view)
        {
            return;
        }

        if (_readOnly != ReadOnly)
        {
            _readOnly = ReadOnly;
            await view.SetReadOnlyAsync(ReadOnly);
        }

        if (!ReferenceEquals(_sentDocument, State.Document))
        {
            (_sentDocument, _sentProblems) = (State.Document, State.Problems);
            await view.UpdateAsync(Wire());
        }
        else if (!ReferenceEquals(_sentProblems, State.Problems))
        {
            _sentProblems = State.Problems;
            await view.SetProblemsAsync(CanvasDocument.ProblemTextsByTask(State.Problems, CultureInfo.CurrentUICulture));
        }

        if (!_sentSelection.SetEquals(State.Selected))
        {
            _sentSelection = State.Selected;
            await view.SelectAsync(State.Selected);
        }

        await SendRunAsync(view);
    }

    private async Task SendRunAsync(CanvasView view)
    {
        if (ReferenceEquals(_sentRun, Run))
        {
            return;
        }

        var before = _sentRun;
        _sentRun = Run;
        if (Run is null || before?.Run.Id != Run.Run.Id)
        {
            await view.ClearStatesAsync();
        }

        if (Run is not null)
        {
            var reasons = new ReasonWords(RunTexts, Shell);
            var known = before?.Run.Id == Run.Run.Id ? before.Tasks.ToHashSet() : [];
            await view.SetStatesAsync([.. Run.Tasks.Where(task => !known.Contains(task)).Select(task => CanvasState.From(task, reasons))]);
        }
    }

    private CanvasDocument Wire() => CanvasDocument.From(State.Document, State.Problems, State.Templates, CultureInfo.CurrentUICulture);
}
