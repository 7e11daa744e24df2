using System.Text.Json.Nodes;
using ElasticJobs.Core.Expressions;

namespace ElasticJobs.Core.Tests.Expressions;

/// <summary>One run with a bit of everything in it.</summary>
internal static class Scopes
{
    public static readonly ExpressionScope Run = new()
    {
        Now = new DateTimeOffset(2024, 2, 29, 23, 59, 7, TimeSpan.Zero).AddTicks(1_234_560),
        ExecutionDate = new DateTimeOffset(2024, 1, 31, 16, 0, 0, TimeSpan.Zero),
        TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"),
        RunId = "run-1",
        FieldPath = "tasks.train.args.script",
        Creator = "ann",
        Runner = "bob",
        PipelineId = "17",
        PipelineName = "penguins",
        ClusterName = "dev",
        Project = "default",
        Parameters = JsonNode.Parse("""{"seed": 7, "rate": 0.5, "name": "Ada's", "flag": true, "none": null, "list": [3, 5, 9], "dict": {"a-b": {"c": 1}, "items": 2}}""")!.AsObject(),
        TaskOutputs = new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["clean"] = new Dictionary<string, string> { ["rows"] = "344", ["row-count"] = "12", ["stats"] = """{"mean": 2.5}""" },
            ["train-1712345678901"] = new Dictionary<string, string> { ["score"] = "0.97" },
        },
        Environment = new Dictionary<string, string> { ["DATA_DIR"] = "/data", ["day"] = "2024-05-31" },
    };

    public static string Render(string text) => ExpressionTemplate.Parse(text).Render(Run);

    /// <summary>The rendered value of one expression.</summary>
    public static string Evaluate(string expression) => Render($"{{{{{expression}}}}}");

    public static ExpressionError Failure(string expression) => Assert.Throws<ExpressionException>(() => Evaluate(expression)).Error;
}
