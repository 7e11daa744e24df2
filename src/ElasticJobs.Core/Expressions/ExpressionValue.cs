using System.Text.Json.Nodes;
using ElasticJobs.Core.Expressions.Evaluation;
using ElasticJobs.Core.Expressions.Sentences;

namespace ElasticJobs.Core.Expressions;

/// <summary>What an expression evaluates to. Immutable.</summary>
public abstract record ExpressionValue
{
    private protected ExpressionValue()
    {
    }

    /// <summary>What people call it in messages: text, int, list...</summary>
    public abstract string TypeName { get; }

    public static ExpressionValue FromJson(JsonNode? node) => JsonReading.Read(node);

    /// <summary>As it stands in a rendered text. Throws <see cref="ExpressionException"/> for values beyond <see cref="ExpressionLimits"/>.</summary>
    public sealed override string ToString() => ValueText.Of(this, EvaluationContext.Detached());

    /// <summary>Dates and uuids become strings. Throws <see cref="ExpressionException"/> for values beyond <see cref="ExpressionLimits"/>.</summary>
    public JsonNode? ToJson() => JsonNode.Parse(JsonText.Of(this, EvaluationContext.Detached()));
}

public sealed record NullValue : ExpressionValue
{
    private NullValue()
    {
    }

    public static NullValue Instance { get; } = new();

    public override string TypeName => "None";
}

public sealed record BoolValue : ExpressionValue
{
    private BoolValue(bool value) => Value = value;

    public static BoolValue True { get; } = new(true);

    public static BoolValue False { get; } = new(false);

    public bool Value { get; }

    public override string TypeName => "bool";

    public static BoolValue Of(bool value) => value ? True : False;
}

public sealed record IntegerValue(long Value) : ExpressionValue
{
    public override string TypeName => "int";
}

/// <param name="Value">Finite.</param>
public sealed record FloatValue(double Value) : ExpressionValue
{
    public override string TypeName => "float";
}

public sealed record TextValue(string Value) : ExpressionValue
{
    public override string TypeName => "text";
}

public sealed record ListValue(IReadOnlyList<ExpressionValue> Items) : ExpressionValue
{
    public override string TypeName => "list";
}

public sealed record DictValue(IReadOnlyDictionary<string, ExpressionValue> Items) : ExpressionValue
{
    public override string TypeName => "dict";

    /// <summary>What a missing key is called in messages.</summary>
    internal Sentence KeyName { get; init; } = "key";
}

public sealed record DateValue(DateOnly Value) : ExpressionValue
{
    public override string TypeName => "date";
}

/// <param name="Value">Whole microseconds, kind unspecified.</param>
/// <param name="Offset">From UTC. Null: in the scope's time zone, as Python's naive datetimes.</param>
public sealed record DateTimeValue(DateTime Value, TimeSpan? Offset = null) : ExpressionValue
{
    public override string TypeName => "datetime";
}

/// <param name="Value">Whole microseconds.</param>
public sealed record DurationValue(TimeSpan Value) : ExpressionValue
{
    public override string TypeName => "timedelta";
}

public sealed record UuidValue(Guid Value) : ExpressionValue
{
    public override string TypeName => "uuid";
}
