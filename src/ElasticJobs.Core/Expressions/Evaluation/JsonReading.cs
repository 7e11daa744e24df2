using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElasticJobs.Core.Expressions.Evaluation;

internal static class JsonReading
{
    public static ExpressionValue Read(JsonNode? node) => node switch
    {
        null => NullValue.Instance,
        JsonArray array => new ListValue([.. array.Select(Read)]),
        JsonObject dict => ReadObject(dict),
        _ => ReadScalar(node),
    };

    private static DictValue ReadObject(JsonObject source)
    {
        var items = new OrderedDictionary<string, ExpressionValue>(StringComparer.Ordinal);
        foreach (var (key, value) in source)
        {
            items[key] = Read(value);
        }

        return new(items);
    }

    private static ExpressionValue ReadScalar(JsonNode node)
    {
        switch (node.GetValueKind())
        {
            case JsonValueKind.True:
                return BoolValue.True;
            case JsonValueKind.False:
                return BoolValue.False;
            case JsonValueKind.Number:
                return ReadNumber(node.ToJsonString());
            case JsonValueKind.Null or JsonValueKind.Undefined:
                return NullValue.Instance;
            default:
                // A node made from a Guid or a date is a string only in its written form.
                return new TextValue(node.AsValue().TryGetValue<string>(out var text) ? text : node.ToJsonString().Trim('"'));
        }
    }

    private static ExpressionValue ReadNumber(string digits)
    {
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return new IntegerValue(whole);
        }

        // A number beyond 64 bits keeps its digits: better text than another number.
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            && digits.AsSpan().IndexOfAny(".eE") >= 0
            ? new FloatValue(number)
            : new TextValue(digits);
    }
}
