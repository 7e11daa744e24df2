using System.Text.Json.Nodes;
using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Core.Templates;

namespace ElasticJobs.Scheduler.Runs;

/// <param name="Run">Queued, not committed.</param>
internal sealed record PreparedRun(Run Run, PipelineDocument Document);

/// <summary>Checks what a request to run or to debug asks for and makes the run of it: document, parameters, chosen tasks, outputs from outside. Commits nothing.</summary>
internal sealed class RunPreparation(IPipelineStore pipelines, IRunStore runs, ITemplateCatalog templates, IIdGenerator ids, TimeProvider time)
{
    /// <exception cref="RefusedException">The request can't be met; it says why.</exception>
    public async Task<PreparedRun> PrepareAsync(StartRun request, CancellationToken cancellationToken)
    {
        var only = request.Only;
        var (document, revision) = await FindDocumentAsync(request, cancellationToken);
        var source = only?.SourceRun is { } id ? await FindSourceAsync(request, id, cancellationToken) : null;
        var selected = only is null ? null : Select(document, only);
        var run = new Run
        {
            Id = new RunId(ids.NewId()),
            Project = request.Project,
            Pipeline = request.Pipeline,
            Revision = revision,
            Trigger = request.Trigger,
            State = RunState.Queued,
            Parameters = Bind(document, request.Parameters, source?.Run.Parameters),
            // What is debugged is that run: dates in expressions show the same.
            ExecutionDate = source?.Run.ExecutionDate ?? time.GetUtcNow(),
            CreatedBy = request.Actor,
            CreatedAt = time.GetUtcNow(),
            SourceRun = source?.Run.Id,
            OnlyTasks = selected,
            SeedOutputs = only is null ? new Dictionary<string, IReadOnlyDictionary<string, string>>() : SeedOutputs(only, selected!, source),
            DraftDocument = only?.DraftDocument is null ? null : PipelineWriter.ToJson(document),
        };
        return new PreparedRun(run, document);
    }

    private async Task<(PipelineDocument Document, int Revision)> FindDocumentAsync(StartRun request, CancellationToken cancellationToken)
    {
        var found = await pipelines.FindAsync(request.Project, request.Pipeline, request.Revision, cancellationToken);
        if (request.Only is { DraftDocument: { } draft } only)
            return (ReadDraft(draft, only), found?.Number ?? 0);
        return found is not null
            ? (found.Document, found.Number)
            : throw new RefusedException(
                RefusalKind.NotFound,
                "pipeline_not_found",
                request.Revision is { } revision ? $"There is no revision {revision} of a pipeline '{request.Pipeline}' in project '{request.Project}'." : $"There is no pipeline '{request.Pipeline}' in project '{request.Project}'.",
                "Save it first, or choose one from the list.");
    }

    /// <summary>A drawing may be unfinished elsewhere; only what is chosen has to be right.</summary>
    private PipelineDocument ReadDraft(string draft, TaskSelection only)
    {
        var read = PipelineReader.Read(draft);
        if (read.Document is not { } document)
            throw Invalid(read.Problems);
        var chosen = document.Task(only.Task) is null ? [only.Task] : Select(document, only);
        var errors = read.Problems.Concat(new PipelineValidator(templates).Validate(document))
            .Where(problem => !problem.IsWarning && (problem.Task is null || chosen.Contains(problem.Task)))
            .ToList();
        return errors.Count == 0 ? document : throw Invalid(errors);
    }

    private async Task<RunDetail> FindSourceAsync(StartRun request, RunId id, CancellationToken cancellationToken) =>
        await runs.FindAsync(id, cancellationToken) is { } source && source.Run.Project == request.Project && source.Run.Pipeline == request.Pipeline
            ? source
            : throw new RefusedException(RefusalKind.NotFound, "source_run_not_found", $"There is no run {id} of pipeline '{request.Pipeline}'.", "Choose one of this pipeline's runs, or none.");

    private static JsonObject Bind(PipelineDocument document, JsonObject given, JsonObject? source)
    {
        var values = new JsonObject();
        foreach (var parameter in document.Spec.Parameters)
        {
            if (source?[parameter.Name] is { } earlier)
                values[parameter.Name] = earlier.DeepClone();
        }
        foreach (var (name, value) in given)
            values[name] = value?.DeepClone();
        var (bound, problems) = PipelineParameters.Bind(document, values);
        return problems.Count == 0 ? bound : throw Invalid(problems);
    }

    /// <summary>The task first, then what follows it if that is wanted, in the document's order.</summary>
    private static List<string> Select(PipelineDocument document, TaskSelection only)
    {
        if (document.Task(only.Task) is null)
            throw new RefusedException(RefusalKind.NotFound, "task_not_found", $"The pipeline has no task '{only.Task}'.", "Choose a task of the pipeline; it may have been renamed.");
        if (!only.Downstream)
            return [only.Task];
        var following = new PipelineGraph(document.Spec.Tasks).Descendants(only.Task);
        return [only.Task, .. document.Spec.Tasks.Select(task => task.Id).Where(task => task != only.Task && following.Contains(task))];
    }

    /// <summary>Of the source run (and of what that was seeded with), overridden by what was typed in.</summary>
    private static Dictionary<string, IReadOnlyDictionary<string, string>> SeedOutputs(TaskSelection only, List<string> selected, RunDetail? source)
    {
        var outputs = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (task, values) in source?.Run.SeedOutputs ?? new Dictionary<string, IReadOnlyDictionary<string, string>>())
            outputs[task] = values;
        foreach (var task in source?.Tasks.Where(task => task.Outputs.Count > 0) ?? [])
            outputs[task.Task] = task.Outputs;
        foreach (var (task, typed) in only.Outputs)
        {
            var values = new Dictionary<string, string>(outputs.GetValueOrDefault(task) ?? new Dictionary<string, string>(), StringComparer.Ordinal);
            foreach (var (name, value) in typed)
                values[name] = value;
            outputs[task] = values;
        }
        foreach (var task in selected)
            outputs.Remove(task);
        return outputs;
    }

    private static RefusedException Invalid(IReadOnlyList<Problem> problems) =>
        new(RefusalKind.Invalid, "invalid_run", $"The run can't start: {problems[0].Message}", problems[0].Fix, problems);
}
