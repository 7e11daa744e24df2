using ElasticJobs.Core.Debugging;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Core.Templates;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Components;
using ElasticJobs.Web.Components.Views;
using ElasticJobs.Web.Features.Editor.Canvas;
using ElasticJobs.Web.Features.Editor.Debugging;
using ElasticJobs.Web.Features.Editor.Drawer;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Radzen;

namespace ElasticJobs.Web.Features.Editor;

/// <summary>One pipeline being drawn. The drawing is in <see cref="EditorState"/>; this brings it together with the store, the canvas, runs and the address.</summary>
public sealed partial class EditorScreen : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private EditorState _state = null!;
    private EditorSaving _saving = null!;
    private YamlDraft _yaml = null!;
    private DebugDesk _desk = null!;
    private RunOverlay _overlay = null!;
    private EditorLoop _loop = null!;
    private Task _looping = Task.CompletedTask;
    private PageScript? _page;
    private DotNetObjectReference<EditorScreen>? _self;
    private IJSObjectReference? _shortcuts;
    private CanvasHost? _canvas;
    private ElementReference _palette;
    private bool _isOpen;
    private bool _isMissing;
    private bool _isBusy;
    private bool _isList;
    private bool _isVersions;
    private bool _draftFailed;
    private string? _drawer;
    private string _section = "log";
    private string? _sheet;

    [Parameter, EditorRequired]
    public required string Name { get; set; }

    [CascadingParameter]
    private ProjectView View { get; set; } = null!;

    /// <summary>1: the pipeline need not exist; an empty one of this name is begun.</summary>
    [SupplyParameterFromQuery(Name = "new")]
    private string? New { get; set; }

    [SupplyParameterFromQuery(Name = "task")]
    private string? TaskInAddress { get; set; }

    [SupplyParameterFromQuery(Name = "drawer")]
    private string? DrawerInAddress { get; set; }

    [SupplyParameterFromQuery(Name = "panel")]
    private string? PanelInAddress { get; set; }

    [SupplyParameterFromQuery(Name = "run")]
    private string? RunInAddress { get; set; }

    [SupplyParameterFromQuery(Name = "view")]
    private string? ViewInAddress { get; set; }

    [Inject]
    private IPipelineStore Pipelines { get; set; } = null!;

    [Inject]
    private PipelineValidator Validator { get; set; } = null!;

    [Inject]
    private ITemplateCatalog Templates { get; set; } = null!;

    [Inject]
    private IRunService Runs { get; set; } = null!;

    [Inject]
    private IRunStore RunStore { get; set; } = null!;

    [Inject]
    private IRunFeed RunFeed { get; set; } = null!;

    [Inject]
    private IDebugService Debug { get; set; } = null!;

    [Inject]
    private IDebugStore DebugStore { get; set; } = null!;

    [Inject]
    private IProjectAccess Access { get; set; } = null!;

    [Inject]
    private AuditLog Audit { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private NotificationService Notifications { get; set; } = null!;

    [Inject]
    private IStringLocalizer<CommonTexts> Common { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private ILogger<EditorScreen> Logger { get; set; } = null!;

    private bool IsReadOnly => !View.CanEdit;

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        if (_isOpen)
        {
            _state.Changed = null;
            await _looping;
            await KeepDraftAsync(CancellationToken.None);
            await _overlay.DisposeAsync();
        }

        await CloseScriptsAsync();
        _closing.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _state = new EditorState(Validator, Templates, Time);
        _saving = new EditorSaving(_state, Pipelines, Time, View.Name, Name, View.UserName);
        if (!await _saving.OpenAsync(New == "1" && View.CanEdit, _closing.Token))
        {
            _isMissing = true;
            return;
        }

        _yaml = new YamlDraft(_state);
        _desk = new DebugDesk(_state, Debug, DebugStore, Runs, RunStore, View.Name, Name, View.UserName);
        _overlay = new RunOverlay(RunFeed, () => InvokeAsync(StateHasChanged));
        _loop = new EditorLoop(Time, _ => InvokeAsync(_state.Validate), cancel => InvokeAsync(() => KeepDraftAsync(cancel)), cancel => InvokeAsync(() => LookForOthersAsync(cancel)));
        TakeAddress();
        _state.Changed = OnStateChanged;
        _isOpen = true;
        await FollowFromAddressAsync();
        if (!_closing.IsCancellationRequested)
        {
            _looping = LoopAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_isOpen && _page is null)
        {
            _page = new PageScript(Js);
            _self = DotNetObjectReference.Create(this);
            _shortcuts = await _page.ShortcutsAsync(_self);
        }
    }

    private void TakeAddress()
    {
        _isList = ViewInAddress == "list";
        _drawer = DrawerInAddress is "problems" or "yaml" or "debug" ? DrawerInAddress : null;
        _section = PanelInAddress is "resources" or "outputs" or "terminal" ? PanelInAddress : "log";
        if (TaskInAddress is { Length: > 0 } task)
        {
            _state.Select([task]);
        }
    }

    private void WriteAddress() => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["new"] = _state.IsSaved ? null : New,
            ["task"] = _state.SelectedTask?.Id,
            ["drawer"] = _drawer,
            ["panel"] = _drawer == "debug" ? _section : null,
            ["run"] = _overlay.Followed?.ToString(),
            ["view"] = _isList ? "list" : null,
        }),
        replace: true);

    private void OnStateChanged(EditorChange change)
    {
        if (change == EditorChange.Document)
        {
            _loop.Touch();
        }
        else if (change == EditorChange.Selection)
        {
            WriteAddress();
        }

        StateHasChanged();
    }

    private async Task LoopAsync()
    {
        try
        {
            await _loop.RunAsync(_closing.Token);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    private async Task CloseScriptsAsync()
    {
        try
        {
            if (_shortcuts is not null)
            {
                await _shortcuts.InvokeVoidAsync("dispose");
                await _shortcuts.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone.
        }

        if (_page is not null)
        {
            await _page.DisposeAsync();
        }

        _self?.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The draft of pipeline {Pipeline} could not be kept; it is tried again")]
    private static partial void LogDraftFailed(ILogger logger, string pipeline, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Others' revisions of pipeline {Pipeline} could not be looked for")]
    private static partial void LogLookFailed(ILogger logger, string pipeline, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "An act on pipeline {Pipeline} failed")]
    private static partial void LogActFailed(ILogger logger, string pipeline, Exception exception);
}
