using System.Text.Json.Nodes;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Debugging;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Features.Editor.Debugging;
using Radzen;

namespace ElasticJobs.Web.Features.Editor;

/// <summary>Runs of the pipeline and debugging of its tasks, from the canvas.</summary>
public sealed partial class EditorScreen
{
    private RunId? _asked;
    private bool _isTerminalAsked;
    private (string Action, string Task)? _debug;

    /// <summary>The run of the address, else the one that is under way.</summary>
    private async Task FollowFromAddressAsync()
    {
        if (RunId.TryParse(RunInAddress, out var id))
        {
            var named = await RunStore.FindAsync(id, _closing.Token);
            if (named?.Run.Project == View.Name && named.Run.Pipeline == Name)
            {
                await _overlay.FollowAsync(id);
                return;
            }
        }

        var latest = await RunStore.ListAsync(new RunQuery(View.Name, Name, Limit: 1), _closing.Token);
        if (latest.Runs is [{ IsFinished: false } running])
        {
            await _overlay.FollowAsync(running.Id);
        }
    }

    private async Task AskToRunAsync()
    {
        await Access.RequireAsync(View.User, View.Name, ProjectRole.Operator, _closing.Token);
        _state.Validate();
        if (_state.HasErrors)
        {
            OpenDrawer("problems");
            Tell(NotificationSeverity.Error, T["RunInvalid", _state.Problems.Count(problem => !problem.IsWarning)]);
        }
        else if (_state.Document.Spec.Parameters.Count > 0)
        {
            Show("run");
        }
        else
        {
            await StartRunCoreAsync([]);
        }
    }

    private Task StartRunAsync(JsonObject parameters) => TryAsync(() => StartRunCoreAsync(parameters));

    /// <summary>A run names a revision, so what is drawn is saved first.</summary>
    private async Task StartRunCoreAsync(JsonObject parameters)
    {
        await Access.RequireAsync(View.User, View.Name, ProjectRole.Operator, _closing.Token);
        CloseSheet();
        if ((_state.IsDirty || !_state.IsSaved) && !await SaveAsync(overwrite: false))
        {
            return;
        }

        var run = await Runs.StartAsync(new StartRun(View.Name, Name, _state.BaseRevision, parameters, RunTrigger.Manual, View.UserName), _closing.Token);
        await NoteAsync(AuditActs.RunStart, Name, run.Id.ToString());
        _asked = null;
        await _overlay.FollowAsync(run.Id);
        WriteAddress();
    }

    private Task StopAsync(StopRequest request) => TryAsync(async () =>
    {
        await Access.RequireAsync(View.User, View.Name, ProjectRole.Operator, _closing.Token);
        if (_overlay.Followed is { } run)
        {
            await Runs.StopAsync(run, request, View.UserName, _closing.Token);
            await NoteAsync(request == StopRequest.Kill ? AuditActs.RunKill : AuditActs.RunStop, run.ToString(), null);
            Tell(NotificationSeverity.Info, T[request == StopRequest.Kill ? "KillAsked" : "StopAsked"]);
        }
    });

    private async Task HideRunAsync()
    {
        await _overlay.FollowAsync(null);
        WriteAddress();
    }

    /// <summary>A button of a task: run, from, debug, log, terminal, clear, clear-all or open.</summary>
    private Task ActAsync((string Action, string Task) act) => TryAsync(async () =>
    {
        var (action, task) = act;
        _state.Select([task]);
        switch (action)
        {
            case "run" or "from" or "debug":
                await AskToDebugAsync(action, task);
                break;
            case "log":
                _asked = _overlay.TaskOf(task) is { Attempt: > 0 } ? _overlay.Followed : null;
                OpenDebug("log");
                break;
            case "terminal":
                await OpenTerminalAsync();
                break;
            case "clear" or "clear-all":
                await Access.RequireAsync(View.User, View.Name, ProjectRole.Operator, _closing.Token);
                var gone = await _desk.ClearAsync(task, action == "clear-all", _closing.Token);
                if (gone > 0)
                {
                    await NoteAsync(AuditActs.DebugClear, $"{Name}/{task}", $"{gone} removed");
                }

                _asked = null;
                Tell(NotificationSeverity.Info, T["Cleared", gone]);
                break;
            case "open":
                _isVersions = false;
                StateHasChanged();
                await (_page?.FocusAsync(".inspector textarea, .inspector input:not([disabled])") ?? Task.CompletedTask);
                break;
        }
    });

    private async Task AskToDebugAsync(string action, string task)
    {
        await Access.RequireAsync(View.User, View.Name, ProjectRole.Operator, _closing.Token);
        await _desk.ShowAsync(task, _closing.Token);
        if (action == "debug" && _desk.HasLiveTerminal)
        {
            await OpenTerminalAsync();
            return;
        }

        if (_desk.NeedsNoChoice(task))
        {
            await StartDebugCoreAsync(action, task, DebugChoice.Nothing);
            return;
        }

        _debug = (action, task);
        Show("debug");
    }

    private Task StartDebugAsync(string action, string task, DebugChoice choice) => TryAsync(() => StartDebugCoreAsync(action, task, choice));

    private async Task StartDebugCoreAsync(string action, string task, DebugChoice choice)
    {
        await Access.RequireAsync(View.User, View.Name, ProjectRole.Operator, _closing.Token);
        if (action == "debug")
        {
            var session = await _desk.OpenTerminalAsync(task, choice, _closing.Token);
            await NoteAsync(AuditActs.DebugOpen, $"{Name}/{task}", session.Id.ToString());
            CloseSheet();
            await OpenTerminalAsync();
            return;
        }

        var run = await _desk.RunAsync(task, action == "from", choice, _closing.Token);
        await NoteAsync(AuditActs.DebugRun, $"{Name}/{task}", run.Id.ToString());
        CloseSheet();
        _asked = run.Id;
        OpenDebug("log");
    }

    private Task UseTerminalAsync((DebugSession Session, TimeSpan? By) use) => TryAsync(async () =>
    {
        await Access.RequireAsync(View.User, View.Name, ProjectRole.Operator, _closing.Token);
        await (use.By is { } by ? _desk.ExtendAsync(use.Session, by, _closing.Token) : _desk.EndAsync(use.Session, _closing.Token));
        await NoteAsync(use.By is null ? AuditActs.DebugEnd : AuditActs.DebugExtend, use.Session.Id.ToString(), null);
    });

    private Task NoteAsync(string act, string target, string? detail) => Audit.AddAsync(View.User, View.Name, new AuditedAct(act, target, detail));

    /// <summary>The keyboard goes to the terminal, also where it is shown already.</summary>
    private async Task OpenTerminalAsync()
    {
        _isTerminalAsked = true;
        OpenDebug("terminal");
        await (_page?.FocusAsync(".xterm-helper-textarea") ?? Task.CompletedTask);
    }

    private void OpenDebug(string section)
    {
        _section = section;
        OpenDrawer("debug");
    }
}
