using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Database;
using ElasticJobs.Storage.Writing;

namespace ElasticJobs.Storage.Runs;

/// <summary>From Core's records to statements and from rows to Core's records.</summary>
internal static class RunRows
{
    public static SqlCall Insert(Run run) => RunStatements.InsertRun.With(
        run.Id.Value, run.Project, run.Pipeline, run.Revision, run.Trigger.ToString(), run.State.ToString(), StoredJson.Of(run.Parameters), run.ExecutionDate, run.CreatedBy,
        run.CreatedAt, run.StartedAt, run.FinishedAt, run.StopRequest.ToString(), run.StopRequestedBy, run.Reason, run.SourceRun?.Value, StoredJson.Of(run.OnlyTasks),
        StoredJson.Of(run.SeedOutputs), run.DraftDocument, run.Version);

    public static SqlCall Update(Run run) => RunStatements.UpdateRun.With(
        run.State.ToString(), run.StopRequest.ToString(), run.StopRequestedBy, run.StartedAt, run.FinishedAt, run.Reason, run.Version, run.Id.Value);

    public static SqlCall Insert(TaskRun task, int position) => RunStatements.InsertTask.With(
        task.Run.Value, task.Task, position, task.State.ToString(), task.Attempt, task.Tries, task.StartedAt, task.FinishedAt, task.NotBefore, StoredJson.Of(task.Reason),
        task.ExitCode, StoredJson.Of(task.Outputs));

    public static SqlCall Put(TaskRun task) => RunStatements.PutTask.With(
        task.Run.Value, task.Task, task.State.ToString(), task.Attempt, task.Tries, task.StartedAt, task.FinishedAt, task.NotBefore, StoredJson.Of(task.Reason),
        task.ExitCode, StoredJson.Of(task.Outputs));

    public static SqlCall Put(TaskAttempt attempt) => RunStatements.PutAttempt.With(
        attempt.Key.Run.Value, attempt.Key.Task, attempt.Key.Number, attempt.PodName, attempt.State.ToString(), attempt.CreatedAt, attempt.StartedAt, attempt.FinishedAt,
        attempt.ExitCode, StoredJson.Of(attempt.Reason), attempt.StopCause, attempt.Manifest, attempt.Use?.PeakCpu, attempt.Use?.MeanCpu, attempt.Use?.PeakMemory,
        attempt.Use?.MeanMemory, StoredJson.Of(attempt.Outputs), attempt.Node);

    public static SqlCall Insert(StateChange change) => RunStatements.InsertChange.With(
        change.Run.Value, change.Task, change.Attempt, change.From, change.To, change.At, change.Cause, change.Actor);

    public static Run ToRun(this RunRow row) => new()
    {
        Id = new RunId(row.Id),
        Project = row.Project,
        Pipeline = row.Pipeline,
        Revision = row.Revision,
        Trigger = row.Trigger,
        State = row.State,
        Parameters = StoredJson.ToObject(row.Parameters),
        ExecutionDate = row.ExecutionDate,
        CreatedBy = row.CreatedBy,
        CreatedAt = row.CreatedAt,
        StartedAt = row.StartedAt,
        FinishedAt = row.FinishedAt,
        StopRequest = row.StopRequest,
        StopRequestedBy = row.StopRequestedBy,
        Reason = row.Reason,
        SourceRun = row.SourceRun is { } source ? new RunId(source) : null,
        OnlyTasks = StoredJson.ToList(row.OnlyTasks),
        SeedOutputs = StoredJson.ToSeeds(row.SeedOutputs),
        DraftDocument = row.DraftDocument,
        Version = row.Version,
    };

    public static TaskRun ToTask(this TaskRunRow row) => new()
    {
        Run = new RunId(row.RunId),
        Task = row.Task,
        State = row.State,
        Attempt = row.Attempt,
        Tries = row.Tries,
        StartedAt = row.StartedAt,
        FinishedAt = row.FinishedAt,
        NotBefore = row.NotBefore,
        Reason = StoredJson.ToReason(row.Reason),
        ExitCode = row.ExitCode,
        Outputs = StoredJson.ToTexts(row.Outputs),
    };

    public static TaskAttempt ToAttempt(this TaskAttemptRow row) => new()
    {
        Key = new AttemptKey(new RunId(row.RunId), row.Task, row.Number),
        PodName = row.PodName,
        State = row.State,
        CreatedAt = row.CreatedAt,
        StartedAt = row.StartedAt,
        FinishedAt = row.FinishedAt,
        ExitCode = row.ExitCode,
        Node = row.Node,
        Reason = StoredJson.ToReason(row.Reason),
        StopCause = row.StopCause,
        Manifest = row.Manifest,
        Use = row.PeakCpu is { } peak ? new ResourceUse(peak, row.MeanCpu ?? 0, row.PeakMemory ?? 0, row.MeanMemory ?? 0) : null,
        Outputs = StoredJson.ToTexts(row.Outputs),
    };

    public static StateChange ToChange(this StateChangeRow row) => new(
        new RunId(row.RunId), row.Sequence, row.Task, row.Attempt, row.FromState, row.ToState, row.ChangedAt, row.Cause, row.Actor);
}
