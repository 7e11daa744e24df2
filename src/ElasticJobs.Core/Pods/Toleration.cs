using System.Text.Json.Serialization;

namespace ElasticJobs.Core.Pods;

[JsonConverter(typeof(JsonStringEnumConverter<TolerationOperator>))]
public enum TolerationOperator
{
    /// <summary>The taint has the key and the value.</summary>
    Equal,

    /// <summary>The taint has the key, whatever its value.</summary>
    Exists,
}

[JsonConverter(typeof(JsonStringEnumConverter<TaintEffect>))]
public enum TaintEffect
{
    NoSchedule,
    PreferNoSchedule,
    NoExecute,
}

/// <summary>Lets a pod run on nodes with a taint.</summary>
/// <param name="Key">Null: every key; then the operator is <see cref="TolerationOperator.Exists"/>.</param>
/// <param name="Effect">Null: every effect.</param>
/// <param name="For">How long a <see cref="TaintEffect.NoExecute"/> taint is borne. Null: for ever.</param>
public sealed record Toleration(
    string? Key, TolerationOperator Operator = TolerationOperator.Equal, string? Value = null, TaintEffect? Effect = null, TimeSpan? For = null);
