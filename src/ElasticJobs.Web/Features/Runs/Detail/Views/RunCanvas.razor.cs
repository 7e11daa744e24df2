using System.Globalization;
using System.Text.Json;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Templates;
using ElasticJobs.Web.Features.Editor.Canvas;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ElasticJobs.Web.Features.Runs.Detail.Views;

/// <summary>The pipeline's graph with the states of the run on it. Looks only; the browser gets what changed.</summary>
public sealed partial class RunCanvas : IAsyncDisposable
{
    private static readonly string[] Actions = ["log", "open"];
    private readonly Dictionary<string, CanvasState> _told = [];
    private DotNetObjectReference<RunCanvas>? _self;
    private CanvasView? _canvas;
    private ElementReference _host;
    private string? _selected;

    [Parameter, EditorRequired]
    public required RunPicture Picture { get; set; }

    [Parameter, EditorRequired]
    public required RunPlace Place { get; set; }

    [Parameter]
    public EventCallback<RunPlace> OnGo { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    [Inject]
    private ReasonWords Reasons { get; set; } = null!;

    [Inject]
    private ITemplateCatalog Templates { get; set; } = null!;

    [JSInvokable]
    public async Task OnCommand(JsonElement command)
    {
        var text = command.ValueKind == JsonValueKind.String ? command.GetString()! : command.GetRawText();
        using var read = JsonDocument.Parse(text);
        var root = read.RootElement;
        switch (root.GetProperty("type").GetString())
        {
            case "select":
                var tasks = root.GetProperty("tasks").EnumerateArray().Select(task => task.GetString()).ToList();
                _selected = tasks is [var only] ? only : null;
                if (_selected != Place.Task && tasks.Count < 2)
                {
                    await OnGo.InvokeAsync(Place.At(_selected));
                }

                break;
            case "action":
                _selected = root.GetProperty("task").GetString();
                await OnGo.InvokeAsync(Place.At(_selected, root.GetProperty("action").GetString() == "log" ? "log" : null));
                break;
        }
    }

    /// <summary>Nothing is copied from a run.</summary>
    [JSInvokable]
    public static string CopySelection() => "";

    public async ValueTask DisposeAsync()
    {
        if (_canvas is not null)
        {
            await _canvas.DisposeAsync();
        }

        _self?.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Picture.Document is not { } document)
        {
            return;
        }

        if (_canvas is null)
        {
            _self = DotNetObjectReference.Create(this);
            _canvas = new CanvasView(Js);
            await _canvas.OpenAsync(_host, _self, new
            {
                Document = CanvasDocument.From(Ran(document), [], Templates, CultureInfo.CurrentUICulture),
                ReadOnly = true,
                Actions,
            });
        }

        if (!_canvas.IsOpen)
        {
            return;
        }

        var changed = Picture.Tasks.Select(row => CanvasState.From(row.Run, Reasons)).Where(state => _told.GetValueOrDefault(state.Id) != state).ToList();
        if (changed.Count > 0)
        {
            changed.ForEach(state => _told[state.Id] = state);
            await _canvas.SetStatesAsync(changed);
        }

        if (_selected != Place.Task)
        {
            _selected = Place.Task;
            await _canvas.SelectAsync(Place.Task is { } task ? [task] : []);
        }
    }

    /// <summary>Laid out, and of a run of chosen tasks only these.</summary>
    private PipelineDocument Ran(PipelineDocument document)
    {
        var placed = PipelineLayout.Arrange(document);
        return Picture.Run.OnlyTasks is { } only
            ? placed with { Spec = placed.Spec with { Tasks = [.. placed.Spec.Tasks.Where(task => only.Contains(task.Id))] } }
            : placed;
    }
}
