using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Web.Features.Runs.Detail;

/// <summary>One version of a run, arranged for the views.</summary>
public sealed class RunPicture
{
    private readonly ILookup<string, TaskAttempt> _attempts;
    private readonly Dictionary<string, TaskRow> _byId;

    public RunPicture(RunDetail detail, PipelineDocument? document)
    {
        Detail = detail;
        Document = document;
        _attempts = detail.Attempts.OrderBy(attempt => attempt.Key.Number).ToLookup(attempt => attempt.Key.Task);
        var specs = (document?.Spec.Tasks ?? []).DistinctBy(task => task.Id).ToDictionary(task => task.Id);
        // In the order of the document, which is the order in which people wrote them; what it no longer has comes last.
        var order = specs.Keys.Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index);
        Tasks = [.. detail.Tasks
            .Select(task => new TaskRow(task, specs.GetValueOrDefault(task.Task), [.. _attempts[task.Task]]))
            .OrderBy(row => order.GetValueOrDefault(row.Id, int.MaxValue))];
        _byId = Tasks.ToDictionary(row => row.Id);
    }

    public RunDetail Detail { get; }

    public Run Run => Detail.Run;

    /// <summary>Null: the revision can't be found any more.</summary>
    public PipelineDocument? Document { get; }

    public IReadOnlyList<TaskRow> Tasks { get; }

    public TaskRow? Task(string? id) => id is null ? null : _byId.GetValueOrDefault(id);

    /// <summary>What a failed run is to be looked at for first: the task that failed first of itself.</summary>
    public TaskRow? FirstFailed => Tasks
        .Where(row => row.Run.State is TaskState.Failed or TaskState.TimedOut)
        .OrderBy(row => row.Run.FinishedAt ?? DateTimeOffset.MaxValue)
        .FirstOrDefault();

    public int FailedCount => Tasks.Count(row => row.Run.State is TaskState.Failed or TaskState.TimedOut);

    public int DoneCount => Tasks.Count(row => row.Run.IsFinished);
}

/// <param name="Spec">Null: the document does not have it any more.</param>
/// <param name="Attempts">By number.</param>
public sealed record TaskRow(TaskRun Run, TaskSpec? Spec, IReadOnlyList<TaskAttempt> Attempts)
{
    public string Id => Run.Task;

    public string Title => Spec?.Title ?? Id;

    public TaskAttempt? Latest => Attempts is [.., var last] ? last : null;

    /// <summary>The chosen attempt, else the latest.</summary>
    public TaskAttempt? Attempt(int? number) => Attempts.FirstOrDefault(attempt => attempt.Key.Number == number) ?? Latest;
}
