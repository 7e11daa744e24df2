using System.Globalization;
using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Core.Templates;
using ElasticJobs.Web.Features.Runs.Detail;

namespace ElasticJobs.Web.Features.Editor.Canvas;

/// <summary>A document as canvas.js takes it.</summary>
internal sealed record CanvasDocument(IReadOnlyList<CanvasTask> Tasks, IReadOnlyList<CanvasEdge> Edges)
{
    public static CanvasDocument From(PipelineDocument document, IReadOnlyList<Problem> problems, ITemplateCatalog templates, CultureInfo culture)
    {
        var byTask = problems.Where(problem => problem.Task is not null).ToLookup(problem => problem.Task!);
        var known = document.Spec.Tasks.Select(task => task.Id).ToHashSet();
        var tasks = document.Spec.Tasks.DistinctBy(task => task.Id).ToList();
        return new CanvasDocument(
            [.. tasks.Select(task => Card(task, templates.Find(task.Template), Texts(byTask[task.Id], culture), culture))],
            [.. tasks.SelectMany(task => task.After
                .Where(edge => known.Contains(edge.Task) && edge.Task != task.Id)
                .DistinctBy(edge => edge.Task)
                .Select(edge => new CanvasEdge(edge.Task, task.Id, Lower(edge.When))))]);
    }

    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ProblemTextsByTask(IReadOnlyList<Problem> problems, CultureInfo culture) =>
        problems.Where(problem => problem.Task is not null).GroupBy(problem => problem.Task!).ToDictionary(group => group.Key, group => Texts(group, culture));

    private static CanvasTask Card(TaskSpec task, TemplateSpec? template, IReadOnlyList<string> problems, CultureInfo culture) => new(
        task.Id,
        task.Title,
        task.Template,
        template?.Title.For(culture) ?? task.Template,
        template?.Icon,
        template?.Color,
        task.Position?.X ?? 0,
        task.Position?.Y ?? 0,
        task.Skip,
        problems);

    private static IReadOnlyList<string> Texts(IEnumerable<Problem> problems, CultureInfo culture) =>
        [.. problems.Select(problem => ProblemTexts.Localize(problem, culture).Message)];

    private static string Lower(EdgeCondition condition) => condition switch
    {
        EdgeCondition.Failed => "failed",
        EdgeCondition.Finished => "finished",
        _ => "succeeded",
    };
}

internal sealed record CanvasTask(
    string Id, string Label, string Template, string Title, string? Icon, string? Color, double X, double Y, bool Skip, IReadOnlyList<string> Problems);

internal sealed record CanvasEdge(string Source, string Target, string When);

/// <summary>A task's state in a run, as canvas.js shows it.</summary>
internal sealed record CanvasState(string Id, string State, int Attempt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, string? Reason, string? Note, double? Progress)
{
    /// <param name="reasons">Null: reasons are told in English.</param>
    public static CanvasState From(TaskRun task, ReasonWords? reasons = null) =>
        new(task.Task, task.State.ToString(), task.Attempt, task.StartedAt, task.FinishedAt, task.Reason is { } reason ? reasons?.Of(reason) ?? reason.Message : null, NoteOf(task.Reason), task.Progress);

    private static string? NoteOf(TaskReason? reason) => reason switch
    {
        { Code: ReasonCodes.InQueue or ReasonCodes.InQueueFor, Args: [var position, var waiting, ..] } => $"{position}/{waiting}",
        { Code: ReasonCodes.Progress, Args: [_, var percent, ..] } => $"{percent} %",
        _ => null,
    };
}
