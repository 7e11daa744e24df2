namespace ElasticJobs.Core.Expressions;

public enum ExpressionReferenceKind
{
    /// <summary><c>params.NAME</c>.</summary>
    Parameter,

    /// <summary><c>tasks.NAME.outputs.OUTPUT</c>.</summary>
    TaskOutput,

    /// <summary><c>item</c> of a fan-out.</summary>
    Item,

    /// <summary><c>index</c> of a fan-out.</summary>
    Index,

    /// <summary>What every run has: <c>creator</c>, <c>execution_date</c>, <c>now</c>...</summary>
    Run,

    /// <summary>Any other bare name: a name of the pipeline's env.</summary>
    Environment,
}

/// <summary>A name that a text uses.</summary>
/// <param name="Name">Parameter, task or bare name; empty where the text computes it (<c>params[item]</c>).</param>
/// <param name="Output">Of a task; null elsewhere and where the text computes it.</param>
public sealed record ExpressionReference(ExpressionReferenceKind Kind, string Name, string? Output = null);
