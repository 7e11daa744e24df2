using System.Globalization;
using System.Text.RegularExpressions;
using ElasticJobs.Core.Pipelines.Containers;
using ElasticJobs.Core.Pipelines.Placement;
using ElasticJobs.Core.Templates;

namespace ElasticJobs.Core.Pipelines;

/// <summary>Says everything that is wrong with a document, for editor, API and CLI alike.</summary>
public sealed partial class PipelineValidator(ITemplateCatalog templates)
{
    public const int MaximumTasks = 20_000;
    public const int MaximumParallelism = 10_000;
    public const int MaximumRetries = 100;

    public IReadOnlyList<Problem> Validate(PipelineDocument document)
    {
        List<Problem> problems = [];
        if (!NamePattern().IsMatch(document.Metadata.Name))
        {
            problems.Add(ProblemTexts.Make("metadata.name", ProblemCodes.BadName, document.Metadata.Name));
        }

        var tasks = document.Spec.Tasks;
        if (tasks.Count == 0)
        {
            problems.Add(ProblemTexts.Make("spec.tasks", ProblemCodes.NoTasks) with { IsWarning = true });
        }

        if (tasks.Count > MaximumTasks)
        {
            problems.Add(ProblemTexts.Make("spec.tasks", ProblemCodes.TooManyTasks, $"{tasks.Count}", $"{MaximumTasks}"));
            return problems;
        }

        CheckSpec(document.Spec, problems);
        CheckParameters(document.Spec.Parameters, problems);
        CheckEnv(document.Spec.Env.Keys, "spec.env", null, problems);
        var graph = new PipelineGraph(tasks);
        CheckGraph(graph, problems);
        var expressions = new ExpressionRules(document, graph);
        expressions.CheckEnv(problems);
        for (var i = 0; i < tasks.Count && problems.Count < PipelineReader.MaximumProblems; i++)
        {
            CheckTask(tasks[i], $"spec.tasks[{i}]", problems);
            expressions.CheckTask(tasks[i], $"spec.tasks[{i}]", problems);
        }

        return problems.Count < PipelineReader.MaximumProblems
            ? problems
            : [.. problems.Take(PipelineReader.MaximumProblems), ProblemTexts.Make("", ProblemCodes.TooManyProblems, $"{PipelineReader.MaximumProblems}")];
    }

    public static bool IsName(string name) => NamePattern().IsMatch(name);

    public static bool IsTaskId(string id) => TaskIdPattern().IsMatch(id);

    private void CheckTask(TaskSpec task, string path, List<Problem> problems)
    {
        List<Problem> found = [];
        if (!IsTaskId(task.Id))
        {
            found.Add(ProblemTexts.Make($"{path}.id", ProblemCodes.BadTaskId, task.Id));
        }

        var template = templates.Find(task.Template);
        if (template is not null)
        {
            found.AddRange(TemplateForm.Check(template, task.Args, $"{path}.args"));
            found.AddRange(TemplateRules.Check(template, task.Args, $"{path}.args"));
        }
        else if (task.Template.Length > 0)
        {
            var (en, zh) = Suggestions.ForUnknown(task.Template, [.. templates.All.Select(known => known.Name)]);
            found.Add(ProblemTexts.Make($"{path}.template", ProblemCodes.UnknownTemplate, task.Template, en, zh));
        }

        CheckTimes(task, path, found);
        foreach (var output in (task.Outputs ?? []).Where(output => !OutputPattern().IsMatch(output)))
        {
            found.Add(ProblemTexts.Make($"{path}.outputs", ProblemCodes.BadOutputName, output));
        }

        ResourceSyntax.Read(task.Resources, $"{path}.resources", found);
        CheckEnv(task.Env.Keys.Concat(task.SecretEnv.Keys), $"{path}.env", task.Id, found);
        PlacementRules.Check(task, template, path, found);
        ContainerRules.Check(task, template, path, found);
        problems.AddRange(found.Select(problem => problem with { Task = task.Id }));
    }

    /// <summary>What the reader refuses is told again here: the console's editor makes documents without a text.</summary>
    private static void CheckSpec(PipelineSpec spec, List<Problem> problems)
    {
        if (spec.Parallelism is < 1 or > MaximumParallelism)
        {
            problems.Add(ProblemTexts.Make("spec.parallelism", ProblemCodes.OutOfRange, $"{spec.Parallelism}", "1", $"{MaximumParallelism}"));
        }

        CheckPositive(spec.Timeout, "spec.timeout", problems);
    }

    private static void CheckTimes(TaskSpec task, string path, List<Problem> problems)
    {
        CheckPositive(task.Timeout, $"{path}.timeout", problems);
        CheckPositive(task.StartTimeout, $"{path}.startTimeout", problems);
        if (task.Retry is not { } retry)
        {
            return;
        }

        if (retry.Limit is < 0 or > MaximumRetries)
        {
            problems.Add(ProblemTexts.Make($"{path}.retry.limit", ProblemCodes.OutOfRange, $"{retry.Limit}", "0", $"{MaximumRetries}"));
        }

        if (retry.Backoff is not { } backoff)
        {
            return;
        }

        CheckPositive(backoff.Delay, $"{path}.retry.backoff.delay", problems);
        CheckPositive(backoff.Max, $"{path}.retry.backoff.max", problems);
        if (backoff.Factor is not (>= 1 and <= 100))
        {
            problems.Add(ProblemTexts.Make($"{path}.retry.backoff.factor", ProblemCodes.OutOfRange, backoff.Factor.ToString(CultureInfo.InvariantCulture), "1", "100"));
        }
    }

    private static void CheckPositive(TimeSpan? duration, string path, List<Problem> problems)
    {
        if (duration is { } given && (given <= TimeSpan.Zero || given > DurationText.Maximum))
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.OutOfRange, given.ToString(), "1ms", "10 years"));
        }
    }

    private static void CheckParameters(IReadOnlyList<PipelineParameter> parameters, List<Problem> problems)
    {
        HashSet<string> names = [];
        for (var i = 0; i < parameters.Count; i++)
        {
            var (parameter, path) = (parameters[i], $"spec.parameters[{i}]");
            if (!ParameterPattern().IsMatch(parameter.Name))
            {
                problems.Add(ProblemTexts.Make($"{path}.name", ProblemCodes.BadParameterName, parameter.Name));
            }
            else if (!names.Add(parameter.Name))
            {
                problems.Add(ProblemTexts.Make($"{path}.name", ProblemCodes.DuplicateParameter, parameter.Name));
            }

            if (parameter.Default is { } value)
            {
                PipelineParameters.Read(parameter, value, $"{path}.default", problems);
            }

            if (parameter is { Type: PipelineParameterType.Enum, Choices: null or { Count: 0 } })
            {
                problems.Add(ProblemTexts.Make($"{path}.choices", ProblemCodes.Missing, $"{path}.choices", "choices: [small, large]"));
            }
        }
    }

    internal static void CheckEnv(IEnumerable<string> names, string path, string? task, List<Problem> problems)
    {
        foreach (var name in names.Where(name => !EnvPattern().IsMatch(name) || name.StartsWith("EJ_", StringComparison.Ordinal)))
        {
            problems.Add(ProblemTexts.Make($"{path}.{name}", ProblemCodes.BadEnvName, name) with { Task = task });
        }
    }

    private static void CheckGraph(PipelineGraph graph, List<Problem> problems)
    {
        var tasks = graph.Tasks;
        HashSet<string> ids = [];
        for (var i = 0; i < tasks.Count; i++)
        {
            if (!ids.Add(tasks[i].Id))
            {
                problems.Add(ProblemTexts.Make($"spec.tasks[{i}].id", ProblemCodes.DuplicateTask, tasks[i].Id) with { Task = tasks[i].Id });
            }
        }

        for (var i = 0; i < tasks.Count; i++)
        {
            CheckEdges(tasks[i], $"spec.tasks[{i}].after", ids, problems);
        }

        if (graph.FindCycle() is { } cycle)
        {
            problems.Add(ProblemTexts.Make("spec.tasks", ProblemCodes.Cycle, string.Join(" → ", cycle)) with { Task = cycle[0] });
        }
    }

    private static void CheckEdges(TaskSpec task, string path, HashSet<string> ids, List<Problem> problems)
    {
        HashSet<string> seen = [];
        for (var i = 0; i < task.After.Count && problems.Count < PipelineReader.MaximumProblems; i++)
        {
            var upstream = task.After[i].Task;
            Problem? problem = null;
            if (upstream == task.Id)
            {
                problem = ProblemTexts.Make($"{path}[{i}]", ProblemCodes.SelfEdge, task.Id);
            }
            else if (!ids.Contains(upstream))
            {
                var (en, zh) = Suggestions.ForUnknown(upstream, ids);
                problem = ProblemTexts.Make($"{path}[{i}]", ProblemCodes.UnknownUpstream, task.Id, upstream, en, zh);
            }
            else if (!seen.Add(upstream))
            {
                problem = ProblemTexts.Make($"{path}[{i}]", ProblemCodes.DuplicateEdge, task.Id, upstream);
            }

            if (problem is not null)
            {
                problems.Add(problem with { Task = task.Id });
            }
        }
    }

    [GeneratedRegex(@"^[a-z][a-z0-9\-]{0,52}[a-z0-9]\z", RegexOptions.None, 1000)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^(?=.{1,40}\z)[a-z][a-z0-9]*([_\-][a-z0-9]+)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TaskIdPattern();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]{0,62}\z", RegexOptions.None, 1000)]
    private static partial Regex ParameterPattern();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,127}\z", RegexOptions.None, 1000)]
    private static partial Regex EnvPattern();

    [GeneratedRegex(@"^[A-Za-z0-9_.\-]{1,63}\z", RegexOptions.None, 1000)]
    private static partial Regex OutputPattern();
}
