using System.Text.Json.Nodes;
using ElasticJobs.Core.Debugging;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Web.Features.Editor.Debugging;

/// <summary>What a person chose for a debug run or a terminal.</summary>
/// <param name="SourceRun">Gives upstream outputs and files. Null: what is typed alone.</param>
public sealed record DebugChoice(RunId? SourceRun, JsonObject Parameters, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Outputs)
{
    public static DebugChoice Nothing { get; } = new(null, [], new Dictionary<string, IReadOnlyDictionary<string, string>>());
}

/// <summary>Debugging one task of the drawing: finds what was started before, starts more, clears.</summary>
public sealed class DebugDesk(EditorState state, IDebugService debug, IDebugStore sessions, IRunService runs, IRunStore runStore, string project, string pipeline, string user)
{
    private const int Recent = 30;

    public string Project => project;

    /// <summary>Whose debugging is shown. Null: no task's.</summary>
    public string? Task { get; private set; }

    /// <summary>Grows when debugging is cleared, so that viewers let go of what is no longer there.</summary>
    public int Clearings { get; private set; }

    /// <summary>The task's terminals, newest first.</summary>
    public IReadOnlyList<DebugSession> Sessions { get; private set; } = [];

    /// <summary>Runs with this task, debug runs too, newest first.</summary>
    public IReadOnlyList<Run> Runs { get; private set; } = [];

    /// <summary>The terminal that lives, or the last one.</summary>
    public DebugSession? Terminal => Sessions.FirstOrDefault(session => session.State == DebugSessionState.Running) ?? (Sessions.Count > 0 ? Sessions[0] : null);

    public bool HasLiveTerminal => Terminal?.State == DebugSessionState.Running;

    /// <summary>Whole runs of the pipeline that can give outputs, those that succeeded first.</summary>
    public IReadOnlyList<Run> Sources { get; private set; } = [];

    public async Task ShowAsync(string? task, CancellationToken cancellationToken)
    {
        if (task is null)
        {
            (Task, Sessions, Runs) = (null, [], []);
            return;
        }

        var found = await sessions.ListAsync(project, pipeline, cancellationToken);
        var debugRuns = await runStore.ListAsync(new RunQuery(project, pipeline, Triggers: [RunTrigger.Debug], Limit: 100), cancellationToken);
        var whole = await runStore.ListAsync(new RunQuery(project, pipeline, Limit: Recent), cancellationToken);
        Task = task;
        Sessions = [.. found.Where(session => session.Task == task)];
        Runs = [.. debugRuns.Runs.Where(run => run.OnlyTasks?.Contains(task) == true).Concat(whole.Runs).OrderByDescending(run => run.CreatedAt).Take(Recent)];
        Sources = [.. whole.Runs.OrderByDescending(run => run.State == RunState.Succeeded).ThenByDescending(run => run.CreatedAt)];
    }

    /// <summary>True: nothing has to be chosen before the task can be run alone.</summary>
    public bool NeedsNoChoice(string task) =>
        state.Document.Spec.Parameters.Count == 0 && (state.Document.Task(task)?.After.Count ?? 0) == 0;

    public async Task<Run> RunAsync(string task, bool downstream, DebugChoice choice, CancellationToken cancellationToken)
    {
        var run = await runs.StartAsync(Request(task, downstream, choice), cancellationToken);
        await ShowAsync(task, cancellationToken);
        return run;
    }

    public async Task<DebugSession> OpenTerminalAsync(string task, DebugChoice choice, CancellationToken cancellationToken)
    {
        var session = await debug.OpenAsync(Request(task, false, choice), cancellationToken);
        await ShowAsync(task, cancellationToken);
        return session;
    }

    public async Task ExtendAsync(DebugSession session, TimeSpan by, CancellationToken cancellationToken)
    {
        await debug.ExtendAsync(session.Id, by, cancellationToken);
        await ShowAsync(session.Task, cancellationToken);
    }

    public async Task EndAsync(DebugSession session, CancellationToken cancellationToken)
    {
        await debug.EndAsync(session.Id, cancellationToken);
        await ShowAsync(session.Task, cancellationToken);
    }

    /// <summary>Somebody else has debugged the task, and it is there still.</summary>
    public bool HasOthers => Sessions.Any(session => session.CreatedBy != user) || Runs.Any(run => run.Trigger == RunTrigger.Debug && run.CreatedBy != user);

    /// <param name="all">What anyone started; else what this person did.</param>
    /// <returns>How many terminals and runs went.</returns>
    public async Task<int> ClearAsync(string task, bool all, CancellationToken cancellationToken)
    {
        var gone = await debug.ClearAsync(project, pipeline, task, all ? null : user, cancellationToken);
        Clearings++;
        await ShowAsync(task, cancellationToken);
        return gone;
    }

    private StartRun Request(string task, bool downstream, DebugChoice choice)
    {
        var draft = state.IsDirty || !state.IsSaved ? PipelineWriter.ToJson(state.Document) : null;
        return new StartRun(
            project,
            pipeline,
            state.IsSaved ? state.BaseRevision : null,
            choice.Parameters,
            RunTrigger.Debug,
            user,
            new TaskSelection(task, downstream, choice.SourceRun, choice.Outputs, draft));
    }
}
