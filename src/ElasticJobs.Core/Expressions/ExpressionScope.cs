using System.Text.Json.Nodes;

namespace ElasticJobs.Core.Expressions;

/// <summary>Everything that expressions can see. The same scope always renders the same text.</summary>
public sealed record ExpressionScope
{
    /// <summary>One value for the whole run: what <c>now</c> and <c>datetime.datetime.now()</c> give.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Unique for the run; <c>uuid.uuid4()</c> is derived from it.</summary>
    public required string RunId { get; init; }

    /// <summary>The field being rendered, e.g. <c>tasks.train.args.script</c>: a field rendered again gives the same uuids, another field gives others.</summary>
    public string FieldPath { get; init; } = "";

    /// <summary>Nominal time of the run. Null: <see cref="Now"/>.</summary>
    public DateTimeOffset? ExecutionDate { get; init; }

    /// <summary>In which <c>now</c> and <c>execution_date</c> are told.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    public string Creator { get; init; } = "";

    public string Runner { get; init; } = "";

    public string PipelineId { get; init; } = "";

    public string PipelineName { get; init; } = "";

    public string ClusterName { get; init; } = "";

    public string Project { get; init; } = "";

    /// <summary>Values of the run's parameters, defaults filled in.</summary>
    public JsonObject Parameters { get; init; } = [];

    /// <summary>Outputs of finished tasks, by task and name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> TaskOutputs { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Of a fan-out. Null: not in one.</summary>
    public ExpressionValue? Item { get; init; }

    /// <summary>Of a fan-out, from 0. Null: not in one.</summary>
    public int? Index { get; init; }

    /// <summary>Further bare names: the pipeline's env, already rendered.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
