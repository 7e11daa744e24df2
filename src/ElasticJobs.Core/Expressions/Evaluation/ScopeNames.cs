using ElasticJobs.Core.Expressions.Dates;
using ElasticJobs.Core.Expressions.Members;

namespace ElasticJobs.Core.Expressions.Evaluation;

/// <summary>Names that an expression can begin with.</summary>
internal static class ScopeNames
{
    /// <summary>What every run has.</summary>
    public static readonly IReadOnlyDictionary<string, Func<EvaluationContext, ExpressionValue>> OfRun =
        new Dictionary<string, Func<EvaluationContext, ExpressionValue>>(StringComparer.Ordinal)
        {
            ["creator"] = context => new TextValue(context.Scope.Creator),
            ["runner"] = context => new TextValue(context.Scope.Runner),
            ["pipeline_id"] = context => new TextValue(context.Scope.PipelineId),
            ["pipeline_name"] = context => new TextValue(context.Scope.PipelineName),
            ["cluster_name"] = context => new TextValue(context.Scope.ClusterName),
            ["project"] = context => new TextValue(context.Scope.Project),
            ["run_id"] = context => new TextValue(context.Scope.RunId),
            ["execution_date"] = context => new TextValue(Moments.Iso(Moments.ExecutionDate(context.Scope), ' ')),
            ["now"] = context => Moments.Now(context.Scope),
        };

    public static readonly IReadOnlyDictionary<string, ModuleValue> Modules = new Dictionary<string, ModuleValue>(StringComparer.Ordinal)
    {
        ["datetime"] = DateTimeModule.Module,
        ["uuid"] = UuidModule.Module,
    };

    public static readonly IReadOnlyList<string> OfScope = ["params", "tasks", "item", "index"];

    public static IEnumerable<string> BuiltIn => [.. OfRun.Keys, .. Modules.Keys, .. OfScope, .. GlobalFunctions.Table.Names];

    public static ExpressionValue Resolve(string name, EvaluationContext context)
    {
        if (OfRun.TryGetValue(name, out var read))
        {
            return read(context);
        }

        if (Modules.TryGetValue(name, out var module))
        {
            return module;
        }

        return name switch
        {
            "params" => context.Parameters,
            "tasks" => Tasks(context.Scope),
            "item" => context.Scope.Item ?? throw NotInFanOut(name, context),
            "index" => context.Scope.Index is { } index ? new IntegerValue(index) : throw NotInFanOut(name, context),
            _ => GlobalFunctions.Table.Get(NullValue.Instance, name) ?? OfEnvironment(name, context),
        };
    }

    private static DictValue Tasks(ExpressionScope scope) => new(new MappedDictionary<IReadOnlyDictionary<string, string>>(
        scope.TaskOutputs, static (task, outputs) => new DictValue(new Dictionary<string, ExpressionValue>(StringComparer.Ordinal) { ["outputs"] = Outputs(task, outputs) })))
    {
        KeyName = "finished task",
    };

    private static DictValue Outputs(string task, IReadOnlyDictionary<string, string> outputs) =>
        new(new MappedDictionary<string>(outputs, static (_, text) => new TextValue(text))) { KeyName = $"output of the task '{task}'" };

    private static TextValue OfEnvironment(string name, EvaluationContext context)
    {
        if (context.Scope.Environment.TryGetValue(name, out var value))
        {
            return new TextValue(value);
        }

        context.Spend(Math.Min(50 + context.Scope.Environment.Count, NearestName.Candidates));
        throw context.Fail(
            ExpressionCodes.Missing, $"There is no name '{name}'.", NearestName.Suggest(name, BuiltIn.Concat(context.Scope.Environment.Keys), "Put quotes around text; parameters are written params.NAME."));
    }

    private static ExpressionException NotInFanOut(string name, EvaluationContext context) =>
        context.Fail(ExpressionCodes.Missing, $"'{name}' exists only in a task with forEach.", "Give the task a forEach, or use a parameter.");
}
