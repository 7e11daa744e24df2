namespace ElasticJobs.Core.Expressions.Evaluation;

internal static class Indexing
{
    public static ExpressionValue Get(ExpressionValue target, ExpressionValue index, EvaluationContext context)
    {
        switch (target)
        {
            case DictValue dict when index is TextValue key:
                return dict.Items.TryGetValue(key.Value, out var found) ? found : throw MemberAccess.Missing(dict, key.Value, context);
            case DictValue:
                throw context.Fail(ExpressionCodes.Type, $"Keys of a dict are text, not {Describe.Value(index)}.", "Put quotes around the key.");
            case ListValue list:
                return list.Items[Position(index, list.Items.Count, context)];
            case TextValue text:
                context.SpendOn(text.Value.Length);
                var characters = Sequences.Characters(text.Value);
                return new TextValue(characters[Position(index, characters.Count, context)]);
            default:
                throw context.Fail(ExpressionCodes.Type, $"{Describe.Type(target)} has no items to take by [...].", "Use [...] on text, lists and dicts.");
        }
    }

    public static ExpressionValue Slice(ExpressionValue target, ExpressionValue? from, ExpressionValue? to, ExpressionValue? step, EvaluationContext context)
    {
        switch (target)
        {
            case TextValue text:
                context.SpendOn(text.Value.Length);
                var characters = Sequences.Characters(text.Value);
                return context.Text(string.Concat(Positions(characters.Count, from, to, step, context).Select(at => characters[at])));
            case ListValue list:
                return context.List([.. Positions(list.Items.Count, from, to, step, context).Select(at => list.Items[at])]);
            default:
                throw context.Fail(ExpressionCodes.Type, $"{Describe.Type(target)} can't be sliced.", "Slice text or lists; of a uuid take .hex first, of a date strftime(...).");
        }
    }

    private static int Position(ExpressionValue index, int count, EvaluationContext context)
    {
        var given = Numbers.Whole(index) ?? throw context.Fail(ExpressionCodes.Type, $"An index is a whole number, not {Describe.Value(index)}.", "Give e.g. [0] or [-1].");
        var position = Sequences.IndexFrom(given, count);
        return position >= 0 && position < count
            ? position
            : throw context.Fail(ExpressionCodes.Missing, $"There is no item {given}: there are {count}.", "The first is [0], the last [-1].");
    }

    // The rules of Python's slice.indices.
    private static IEnumerable<int> Positions(int count, ExpressionValue? from, ExpressionValue? to, ExpressionValue? step, EvaluationContext context)
    {
        var stride = Bound(step, context) ?? 1;
        if (stride == 0)
        {
            throw context.Fail(ExpressionCodes.Value, "The step of a slice can't be 0.", "Use 1, or -1 to go backwards.");
        }

        var lowest = stride > 0 ? 0 : -1;
        var highest = stride > 0 ? count : count - 1;
        var start = Clip(Bound(from, context), stride > 0 ? lowest : highest);
        var end = Clip(Bound(to, context), stride > 0 ? highest : lowest);
        return Walk(start, end, stride);

        long Clip(long? bound, int open) => bound is not { } given ? open : Math.Clamp(given < 0 ? given + count : given, lowest, highest);
    }

    private static IEnumerable<int> Walk(long start, long end, long stride)
    {
        for (var at = start; stride > 0 ? at < end : at > end; at += stride)
        {
            yield return (int)at;
        }
    }

    private static long? Bound(ExpressionValue? value, EvaluationContext context) => value switch
    {
        null or NullValue => null,
        _ when Numbers.Whole(value) is { } whole => Math.Clamp(whole, int.MinValue, int.MaxValue),
        _ => throw context.Fail(ExpressionCodes.Type, $"The bounds of a slice are whole numbers, not {Describe.Value(value)}.", "Write e.g. [:4] or [1:-1]."),
    };
}
