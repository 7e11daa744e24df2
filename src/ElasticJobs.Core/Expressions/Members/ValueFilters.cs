using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Members;

/// <summary>Filters that convert values, and those on lists and numbers.</summary>
internal static class ValueFilters
{
    public static readonly MemberTable<ExpressionValue> Table = new()
    {
        { "json", "", static (value, call) => call.Context.Text(JsonText.Of(value, call.Context)) },
        { "from_json", "", static (value, call) => FromJson(value, call) },
        { "int", "", static (value, call) => Numbers.ToInteger(value, call.Context) },
        { "float", "", static (value, call) => Numbers.ToFloat(value, call.Context) },
        { "string", "", static (value, call) => call.Context.Text(ValueText.Of(value, call.Context)) },
        { "bool", "", static (value, call) => ToBool(value, call) },
        { "length", "", static (value, call) => new IntegerValue(Sequences.Count(value, call.Context)) },
        { "first", "", static (value, call) => ListWork.Edge(Sequences.Read(value, call.Context), 0, call.Context) },
        { "last", "", static (value, call) => ListWork.Edge(Sequences.Read(value, call.Context), ^1, call.Context) },
        { "sort", "reverse?", static (value, call) => ListWork.Sort(Sequences.Read(value, call.Context), call.FlagOr(0, false), call.Context) },
        { "unique", "", static (value, call) => ListWork.Unique(Sequences.Read(value, call.Context), call.Context) },
        { "reverse", "", static (value, call) => Reverse(value, call) },
        { "min", "", static (value, call) => ListWork.Extreme(Sequences.Read(value, call.Context), -1, call.Context) },
        { "max", "", static (value, call) => ListWork.Extreme(Sequences.Read(value, call.Context), 1, call.Context) },
        { "sum", "", static (value, call) => ListWork.Sum(Sequences.Read(value, call.Context), new IntegerValue(0), call.Context) },
        { "abs", "", static (value, call) => ListWork.Absolute(value, call.Context) },
        { "round", "digits?", static (value, call) => Numbers.Round(value, call.Has(0) ? call.Integer(0) : null, call.Context) },
    };

    private static ExpressionValue FromJson(ExpressionValue value, Arguments call)
    {
        if (value is not TextValue text)
        {
            return value;
        }

        call.Context.SpendOn(text.Value.Length * 16);
        try
        {
            return JsonReading.Read(JsonNode.Parse(text.Value));
        }
        catch (Exception failure) when (failure is JsonException or ArgumentException)
        {
            throw call.Context.Fail(ExpressionCodes.Value, $"{Describe.Quoted(text.Value)} is not JSON.", "Let the task write JSON, or use the text as it is.");
        }
    }

    private static BoolValue ToBool(ExpressionValue value, Arguments call)
    {
        if (value is not TextValue text)
        {
            return BoolValue.Of(Truth.Of(value));
        }

        return text.Value.Trim().ToLowerInvariant() switch
        {
            "true" or "yes" or "on" or "1" => BoolValue.True,
            "false" or "no" or "off" or "0" or "" => BoolValue.False,
            _ => throw call.Context.Fail(ExpressionCodes.Value, $"{Describe.Quoted(text.Value)} is neither true nor false.", "Use true, false, yes, no, on, off, 1 or 0."),
        };
    }

    private static ExpressionValue Reverse(ExpressionValue value, Arguments call)
    {
        var items = Sequences.Read(value, call.Context).Reverse();
        return value is TextValue ? call.Context.Text(string.Concat(items.Select(item => ((TextValue)item).Value))) : call.Context.List([.. items]);
    }
}
