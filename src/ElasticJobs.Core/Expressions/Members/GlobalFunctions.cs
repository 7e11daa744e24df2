using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Members;

/// <summary>Functions that are called by their bare names.</summary>
internal static class GlobalFunctions
{
    public static readonly MemberTable<ExpressionValue> Table = new()
    {
        { "len", "value", static (_, call) => new IntegerValue(Sequences.Count(call.Value(0), call.Context)) },
        { "int", "value", static (_, call) => Numbers.ToInteger(call.Value(0), call.Context) },
        { "float", "value", static (_, call) => Numbers.ToFloat(call.Value(0), call.Context) },
        { "str", "value", static (_, call) => call.Context.Text(ValueText.Of(call.Value(0), call.Context)) },
        { "bool", "value", static (_, call) => BoolValue.Of(Truth.Of(call.Value(0))) },
        { "list", "items", static (_, call) => new ListValue(call.Items(0)) },
        { "round", "number, digits?", static (_, call) => Numbers.Round(call.Value(0), call.Has(1) ? call.Integer(1) : null, call.Context) },
        { "abs", "number", static (_, call) => ListWork.Absolute(call.Value(0), call.Context) },
        { "min", "*values", static (_, call) => ListWork.Extreme(ListWork.Spread(call), -1, call.Context) },
        { "max", "*values", static (_, call) => ListWork.Extreme(ListWork.Spread(call), 1, call.Context) },
        { "sum", "items, start?", static (_, call) => ListWork.Sum(call.Items(0), call[1] ?? new IntegerValue(0), call.Context) },
        { "sorted", "items, reverse?", static (_, call) => ListWork.Sort(call.Items(0), call.FlagOr(1, false), call.Context) },
        { "range", "*values", static (_, call) => ListWork.Range(call) },
        { "any", "items", static (_, call) => BoolValue.Of(call.Items(0).Any(Truth.Of)) },
        { "all", "items", static (_, call) => BoolValue.Of(call.Items(0).All(Truth.Of)) },
    };
}
