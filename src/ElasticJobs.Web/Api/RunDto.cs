using System.Text.Json.Nodes;
using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Web.Api;

/// <summary>A run on the wire, the same in REST, hubs and server-sent events. Lists leave <see cref="Tasks"/> out.</summary>
/// <param name="Trigger">manual, schedule, backfill, api, rerun or debug.</param>
internal sealed record RunDto(
    Guid Id,
    string Project,
    string Pipeline,
    int Revision,
    string Trigger,
    RunState State,
    JsonObject Parameters,
    DateTimeOffset ExecutionDate,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? Reason,
    Guid? SourceRun,
    long Version,
    IReadOnlyList<TaskDto>? Tasks)
{
    public static RunDto From(Run run) => From(run, null);

    public static RunDto From(RunDetail detail)
    {
        var attempts = detail.Attempts.ToLookup(attempt => attempt.Key.Task);
        return From(detail.Run, [.. detail.Tasks.Select(task => TaskDto.From(task, attempts[task.Task]))]);
    }

    private static RunDto From(Run run, IReadOnlyList<TaskDto>? tasks) => new(
        run.Id.Value,
        run.Project,
        run.Pipeline,
        run.Revision,
        run.Trigger.ToString().ToLowerInvariant(),
        run.State,
        (JsonObject)run.Parameters.DeepClone(),
        run.ExecutionDate,
        run.CreatedBy,
        run.CreatedAt,
        run.StartedAt,
        run.FinishedAt,
        run.Reason,
        run.SourceRun?.Value,
        run.Version,
        tasks);
}

internal sealed record TaskDto(
    string Id,
    TaskState State,
    int Attempt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    int? ExitCode,
    ReasonDto? Reason,
    IReadOnlyDictionary<string, string> Outputs,
    IReadOnlyList<AttemptDto> Attempts)
{
    public static TaskDto From(TaskRun task, IEnumerable<TaskAttempt> attempts) => new(
        task.Task, task.State, task.Attempt, task.StartedAt, task.FinishedAt, task.ExitCode, ReasonDto.From(task.Reason), task.Outputs, [.. attempts.Select(AttemptDto.From)]);
}

/// <param name="Use">Peak and mean; CPU in cores, memory in bytes.</param>
internal sealed record AttemptDto(
    int Number, TaskState State, string Pod, string? Node, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, int? ExitCode, ReasonDto? Reason, ResourceUse? Use)
{
    public static AttemptDto From(TaskAttempt attempt) => new(
        attempt.Key.Number, attempt.State, attempt.PodName, attempt.Node, attempt.CreatedAt, attempt.StartedAt, attempt.FinishedAt, attempt.ExitCode, ReasonDto.From(attempt.Reason), attempt.Use);
}

internal sealed record ReasonDto(string Code, string Message)
{
    public static ReasonDto? From(TaskReason? reason) => reason is null ? null : new(reason.Code, reason.Message);
}
