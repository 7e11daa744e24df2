using System.Globalization;
using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Web.Components;
using ElasticJobs.Web.Features.Editor.Canvas;
using ElasticJobs.Web.Features.Editor.Parts;
using Microsoft.JSInterop;
using Radzen;

namespace ElasticJobs.Web.Features.Editor;

/// <summary>Tools, keys and commands of the canvas that are no edits.</summary>
public sealed partial class EditorScreen
{
    private static readonly (string Tool, string Icon)[] FindableTools =
    [
        ("save", "save"), ("run", "play"), ("undo", "undo-2"), ("redo", "redo-2"), ("layout", "layout-grid"), ("fit", "maximize"), ("list", "list"), ("versions", "history"),
        ("problems", "circle-alert"), ("yaml", "file-code"), ("debug", "bug"), ("export", "download"), ("copyas", "code-xml"), ("help", "keyboard"),
    ];

    private const int MostForCanvasLayout = 250;

    private CanvasCommand? _insert;

    private IReadOnlyList<FindEntry> Findable =>
    [
        .. _state.Document.Spec.Tasks.Select(task => new FindEntry("task", task.Id, task.Title == task.Id ? task.Id : $"{task.Title} ({task.Id})", TemplateIcons.For(_state.Templates.Find(task.Template)?.Icon))),
        .. _state.Templates.All.Select(template => new FindEntry("template", template.Name, template.Title.For(CultureInfo.CurrentUICulture), TemplateIcons.For(template.Icon))),
        .. FindableTools.Select(tool => new FindEntry("action", tool.Tool, T[$"Tool-{tool.Tool}"], tool.Icon)),
    ];

    /// <summary>Called by page.js for keys outside of fields.</summary>
    [JSInvokable("OnShortcut")]
    public Task OnShortcutAsync(string name) => InvokeAsync(async () =>
    {
        await UseToolAsync(name);
        StateHasChanged();
    });

    private async Task UseToolAsync(string tool)
    {
        switch (tool)
        {
            case "save":
                await TryAsync(() => SaveAsync(overwrite: false));
                break;
            case "run":
                await TryAsync(AskToRunAsync);
                break;
            case "undo" when !IsReadOnly:
                _state.Undo();
                break;
            case "redo" when !IsReadOnly:
                _state.Redo();
                break;
            case "layout" when !IsReadOnly:
                await LayoutAsync();
                break;
            case "fit":
                await (_canvas?.View?.FitAsync() ?? Task.CompletedTask);
                break;
            case "list":
                _isList = !_isList;
                WriteAddress();
                break;
            case "versions":
                _isVersions = !_isVersions;
                break;
            case "problems" or "yaml" or "debug":
                OpenDrawer(tool);
                break;
            case "export":
                await (_page?.DownloadAsync($"{Name}.yaml", PipelineWriter.ToYaml(_state.Document), "application/yaml") ?? Task.CompletedTask);
                break;
            case "palette":
                await (_page?.FocusAsync("#ej-palette-search") ?? Task.CompletedTask);
                break;
            case "help" or "search" or "copyas":
                Show(tool);
                break;
        }
    }

    /// <summary>A command of the canvas that changes no document.</summary>
    private Task DoAsync(CanvasCommand command)
    {
        switch (command.Type)
        {
            case "insert" when !IsReadOnly && command.After is not null:
                _insert = command;
                Show("insert");
                return Task.CompletedTask;
            case "action":
                return ActAsync((command.Action, command.Task));
            default:
                return UseToolAsync(command.Type);
        }
    }

    private void Show(string sheet) => _sheet = sheet;

    private void CloseSheet() => _sheet = null;

    /// <summary>Back to where the person was.</summary>
    private async Task LeaveSheetAsync()
    {
        CloseSheet();
        StateHasChanged();
        // The page must be shown without the sheet before anything in it can have the focus.
        await Task.Yield();
        await FocusDrawingAsync();
    }

    /// <summary>The keyboard goes on at the selected task.</summary>
    private Task FocusDrawingAsync() => _canvas?.View is { } view
        ? view.FocusAsync(_state.SelectedTask?.Id)
        : _page?.FocusAsync(".outline tr.selected button, .editor h1") ?? Task.CompletedTask;

    private void OpenDrawer(string? tab)
    {
        _drawer = tab;
        WriteAddress();
    }

    private void OpenSection(string section)
    {
        _section = section;
        WriteAddress();
    }

    /// <summary>The canvas lays out better, but only it can.</summary>
    private async Task LayoutAsync()
    {
        // Its layout of very large graphs takes seconds.
        if (_canvas?.View is { } view && _state.Document.Spec.Tasks.Count <= MostForCanvasLayout)
        {
            await view.LayoutAsync("LR");
        }
        else
        {
            _state.Arrange();
        }
    }

    private Task AlignAsync(string how) => _canvas?.View?.AlignAsync(how) ?? Task.CompletedTask;

    private Task GoToTaskAsync(string? task) => task is null ? Task.CompletedTask : _canvas?.View?.CenterAsync(task) ?? Task.CompletedTask;

    private async Task ChooseAsync(FindEntry entry)
    {
        CloseSheet();
        switch (entry.Kind)
        {
            case "task":
                _state.Select([entry.Name]);
                await LeaveSheetAsync();
                break;
            case "template" when !IsReadOnly:
                AddFromPalette(entry.Name);
                await LeaveSheetAsync();
                break;
            case "action":
                await UseToolAsync(entry.Name);
                break;
        }
    }

    private void AddFromPalette(string template) => _state.Add(template, null, _state.SelectedTask?.Id);

    /// <summary>Enter in the palette's search: the first that was found.</summary>
    private Task AddFoundAsync(string template)
    {
        AddFromPalette(template);
        return FocusDrawingAsync();
    }

    private Task InsertAsync(CanvasCommand where, string template)
    {
        _state.Add(template, where.At, where.After);
        return LeaveSheetAsync();
    }

    private void TellRefused(CanvasOutcome outcome)
    {
        if (outcome.Refusal is { } refusal)
        {
            Tell(NotificationSeverity.Warning, T.Say(refusal));
        }

        if (outcome.Problems.Count > 0)
        {
            var first = ProblemTexts.Localize(outcome.Problems[0], CultureInfo.CurrentUICulture);
            Tell(NotificationSeverity.Warning, T["PasteFailed"], $"{first.Message} {first.Fix}");
        }
    }

    private void TellRestored(PipelineRevision revision) => Tell(NotificationSeverity.Info, T["Restored", revision.Number]);

    private void Tell(NotificationSeverity severity, string summary, string detail = "") =>
        Notifications.Notify(severity, summary, detail, severity is NotificationSeverity.Error or NotificationSeverity.Warning ? 8000 : 3500);

    /// <summary>An act whose refusal or failure is told, never swallowed.</summary>
    private async Task TryAsync(Func<Task> act)
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            await act();
        }
        catch (RefusedException refused)
        {
            var problems = string.Join(' ', refused.Problems.Take(3).Select(problem => ProblemTexts.Localize(problem, CultureInfo.CurrentUICulture).Message));
            var (message, fix) = RefusalWords.Of(refused, Common);
            Tell(NotificationSeverity.Error, message, $"{fix} {problems}".TrimEnd());
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception exception)
        {
            LogActFailed(Logger, Name, exception);
            Tell(NotificationSeverity.Error, T["ActFailed"], T["ActFailedFix"]);
        }
        finally
        {
            _isBusy = false;
        }
    }
}
