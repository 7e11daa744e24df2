using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElasticJobs.Core.Conditions;

/// <summary>Something that can be compared: a text, perhaps one that is a number, or nothing.</summary>
/// <param name="Text">Null: JSON's null.</param>
internal sealed record ConditionValue(string? Text)
{
    private decimal? Number => decimal.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Null: objects and lists compare with nothing.</summary>
    public static ConditionValue? Of(JsonNode? node) => node switch
    {
        null => new(null as string),
        JsonValue value => new(value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString()),
        _ => null,
    };

    public bool Compares(string sign, ConditionValue other) => sign switch
    {
        "==" or "in" => IsEqual(other),
        "!=" => !IsEqual(other),
        ">" => Order(other) > 0,
        ">=" => Order(other) >= 0,
        "<" => Order(other) < 0,
        _ => Order(other) <= 0,
    };

    private bool IsEqual(ConditionValue other) => Number is { } number && other.Number is { } second ? number == second : string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <summary>Null: they have no order, so that no comparison holds.</summary>
    private int? Order(ConditionValue other) => (this, other) switch
    {
        ({ Number: { } number }, { Number: { } second }) => number.CompareTo(second),
        ({ Text: { } text, Number: null }, { Text: { } second, Number: null }) => string.CompareOrdinal(text, second),
        _ => null,
    };
}
