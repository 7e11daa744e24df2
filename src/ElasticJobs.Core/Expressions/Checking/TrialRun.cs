using System.Text.Json.Nodes;
using ElasticJobs.Core.Expressions.Evaluation;
using ElasticJobs.Core.Expressions.Syntax;

namespace ElasticJobs.Core.Expressions.Checking;

/// <summary>
/// Evaluates an expression with sample values of the known types, so that a wrong member or type is told before a run. Failures that hang on the values
/// themselves count only where the expression has no values from outside.
/// </summary>
internal static class TrialRun
{
    private static readonly DateTimeOffset SampleTime = new(2024, 5, 31, 12, 34, 56, TimeSpan.Zero);

    public static ExpressionError? Check(Node expression, ExpressionSymbols symbols)
    {
        var collector = new ReferenceCollector();
        collector.Visit(expression);
        var references = collector.Located.Select(located => located.Reference).ToList();
        if (references.Any(reference => !HasKnownType(reference, symbols)))
        {
            return null;
        }

        try
        {
            var context = new EvaluationContext(Scope(references, symbols));
            ValueText.Of(new Evaluator(context).Run(expression), context.At(expression.Range));
            return null;
        }
        catch (ExpressionException failure)
        {
            var isDefinite = failure.Error.Code is ExpressionCodes.Member or ExpressionCodes.Type or ExpressionCodes.Argument
                || (references.Count == 0 && failure.Error.Code is ExpressionCodes.Value or ExpressionCodes.Limit);
            return isDefinite ? failure.Error : null;
        }
    }

    private static bool HasKnownType(ExpressionReference reference, ExpressionSymbols symbols) => reference.Kind switch
    {
        ExpressionReferenceKind.Parameter => symbols.Parameters.TryGetValue(reference.Name, out var type) && type is not ExpressionType.Any,
        ExpressionReferenceKind.TaskOutput => reference.Output is not null,
        ExpressionReferenceKind.Item => false,
        _ => true,
    };

    private static ExpressionScope Scope(List<ExpressionReference> references, ExpressionSymbols symbols) => new()
    {
        Now = SampleTime,
        RunId = "sample",
        Creator = "sample",
        Runner = "sample",
        PipelineId = "1",
        PipelineName = "sample",
        ClusterName = "sample",
        Project = "sample",
        Index = 0,
        Parameters = new(references
            .Where(reference => reference.Kind == ExpressionReferenceKind.Parameter)
            .DistinctBy(reference => reference.Name)
            .Select(reference => KeyValuePair.Create(reference.Name, Sample(symbols.Parameters[reference.Name])))),
        TaskOutputs = references
            .Where(reference => reference.Kind == ExpressionReferenceKind.TaskOutput)
            .GroupBy(reference => reference.Name)
            .ToDictionary(
                task => task.Key,
                task => (IReadOnlyDictionary<string, string>)task.DistinctBy(reference => reference.Output).ToDictionary(reference => reference.Output!, _ => "1")),
        Environment = symbols.Environment.Distinct().ToDictionary(name => name, _ => "1"),
    };

    private static JsonNode? Sample(ExpressionType type) => type switch
    {
        ExpressionType.Integer => JsonValue.Create(1),
        ExpressionType.Float => JsonValue.Create(1.5),
        ExpressionType.Bool => JsonValue.Create(true),
        ExpressionType.List => new JsonArray(),
        ExpressionType.Dict => new JsonObject(),
        _ => JsonValue.Create("1"),
    };
}
