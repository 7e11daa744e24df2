using System.Globalization;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Resources;

namespace ElasticJobs.Core.Runs;

/// <summary>One execution of one revision of a pipeline.</summary>
public sealed record Run
{
    public required RunId Id { get; init; }

    public required string Project { get; init; }

    public required string Pipeline { get; init; }

    public required int Revision { get; init; }

    public required RunTrigger Trigger { get; init; }

    public required RunState State { get; init; }

    /// <summary>Values of all the pipeline's parameters, defaults filled in.</summary>
    public JsonObject Parameters { get; init; } = [];

    /// <summary>The nominal time that <c>execution_date</c> and <c>now</c> show; one value for the whole run.</summary>
    public required DateTimeOffset ExecutionDate { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public StopRequest StopRequest { get; init; }

    /// <summary>Who asked to stop. Null: nobody did.</summary>
    public string? StopRequestedBy { get; init; }

    /// <summary>Why the run is in this state, in words. Null: nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>For a rerun or a debug run: where parameters, outputs and files come from.</summary>
    public RunId? SourceRun { get; init; }

    /// <summary>Null: all tasks of the pipeline. Else only these run, and what lies outside counts as succeeded with the outputs in <see cref="SeedOutputs"/>.</summary>
    public IReadOnlyList<string>? OnlyTasks { get; init; }

    /// <summary>Outputs of tasks that are not part of this run, by task and name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> SeedOutputs { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>The document of a draft that was run without being saved (debug runs). Null: the revision's document.</summary>
    public string? DraftDocument { get; init; }

    /// <summary>Grows with every committed change of the run or its tasks; viewers drop what is not newer.</summary>
    public long Version { get; init; }

    public bool IsFinished => State is not (RunState.Queued or RunState.Running);
}

/// <summary>One task of a run.</summary>
public sealed record TaskRun
{
    public required RunId Run { get; init; }

    public required string Task { get; init; }

    public required TaskState State { get; init; }

    /// <summary>Number of the latest attempt; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>Attempts made since the run's start or the last retry by hand; the retry limit counts these.</summary>
    public int Tries { get; init; }

    /// <summary>Start of the first attempt of this round.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>A queued retry does not start before.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Why it waits or how it ended, in words.</summary>
    public TaskReason? Reason { get; init; }

    public int? ExitCode { get; init; }

    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();

    public bool IsFinished => TaskTransitions.IsTerminal(State);

    /// <summary>How much of it is done, 0 to 1. Null: it does not run, or has not said.</summary>
    public double? Progress => State == TaskState.Running && Reason is { Code: ReasonCodes.Progress, Args: [var share, ..] } ? double.Parse(share, CultureInfo.InvariantCulture) : null;
}

/// <summary>Why, by a stable code that pages translate, and in an English sentence for everyone else.</summary>
/// <param name="Code">E.g. <c>upstream</c>, <c>parallelism</c>, <c>backoff</c>, <c>exit_code</c>, <c>timeout</c>, <c>start_error</c>, <c>lost</c>, <c>oom</c>, <c>stopped</c>, <c>outputs</c>, <c>expression</c>.</param>
/// <param name="Args">Values in the sentence, in the order that translations use: {0}, {1}...</param>
public sealed record TaskReason(string Code, string Message, params IReadOnlyList<string> Args);

/// <summary>One try of a task, with its own pod, log, samples and exit code.</summary>
public sealed record TaskAttempt
{
    public required AttemptKey Key { get; init; }

    public required string PodName { get; init; }

    /// <summary>Only Starting, Running and terminal states.</summary>
    public required TaskState State { get; init; }

    /// <summary>When its start was committed.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public int? ExitCode { get; init; }

    /// <summary>Where its pod runs or ran. Null: it was not placed, or the runtime has no nodes.</summary>
    public string? Node { get; init; }

    public TaskReason? Reason { get; init; }

    /// <summary>A stop was sent for this cause (see <see cref="StopCauses"/>), which decides its final state. Committed before the stop is sent.</summary>
    public string? StopCause { get; init; }

    /// <summary>The rendered pod as JSON, secrets left out: what the Manifest tab shows and a restart starts from.</summary>
    public required string Manifest { get; init; }

    public ResourceUse? Use { get; init; }

    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();
}

/// <summary>A stored change of state. Task null: of the run itself.</summary>
/// <param name="Sequence">Given by the store, grows within a run.</param>
/// <param name="Actor">A user's name, or <c>scheduler</c>.</param>
public sealed record StateChange(
    RunId Run, long Sequence, string? Task, int? Attempt, string From, string To, DateTimeOffset At, string Cause, string Actor);

/// <summary>A run with all that belongs to it.</summary>
public sealed record RunDetail(Run Run, IReadOnlyList<TaskRun> Tasks, IReadOnlyList<TaskAttempt> Attempts);
