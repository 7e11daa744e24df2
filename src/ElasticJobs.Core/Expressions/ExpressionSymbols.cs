namespace ElasticJobs.Core.Expressions;

/// <summary>What is known of a value before the run.</summary>
public enum ExpressionType
{
    Any,
    Text,
    Integer,
    Float,
    Bool,
    List,
    Dict,
}

/// <summary>The names that exist where a text stands, so that wrong ones are told when it is saved.</summary>
public sealed record ExpressionSymbols
{
    /// <summary>The pipeline's parameters.</summary>
    public IReadOnlyDictionary<string, ExpressionType> Parameters { get; init; } = new Dictionary<string, ExpressionType>();

    /// <summary>Tasks that have ended when this text is rendered (upstream at any distance), with the outputs that they promise. Null: any output.</summary>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>?> UpstreamTasks { get; init; } =
        new Dictionary<string, IReadOnlyCollection<string>?>();

    /// <summary>All other tasks of the pipeline: naming one gives an error of its own.</summary>
    public IReadOnlyCollection<string> OtherTasks { get; init; } = [];

    /// <summary>Names of the pipeline's env.</summary>
    public IReadOnlyCollection<string> Environment { get; init; } = [];

    /// <summary>True in the fields of a task with a fan-out.</summary>
    public bool AllowsItem { get; init; }
}
