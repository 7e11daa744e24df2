using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Members;

internal static class ListWork
{
    public static ExpressionValue Absolute(ExpressionValue value, EvaluationContext context) => value switch
    {
        DurationValue duration => new DurationValue(duration.Value.Duration()),
        FloatValue number => new FloatValue(Math.Abs(number.Value)),
        _ when Numbers.Whole(value) is < 0 => Arithmetic.Sign("-", value, context),
        _ => Arithmetic.Sign("+", value, context),
    };

    /// <summary>Python's min and max take the values one by one or as one list.</summary>
    public static IReadOnlyList<ExpressionValue> Spread(Arguments call) => call.All is [var only] ? Sequences.Read(only, call.Context) : call.All;

    /// <param name="sign">1: the largest, -1: the smallest.</param>
    public static ExpressionValue Extreme(IReadOnlyList<ExpressionValue> items, int sign, EvaluationContext context)
    {
        var best = Edge(items, 0, context);
        foreach (var item in items.Skip(1))
        {
            best = Math.Sign(Comparison.Order(item, best, context)) == sign ? item : best;
        }

        return best;
    }

    public static ExpressionValue Edge(IReadOnlyList<ExpressionValue> items, Index at, EvaluationContext context) => items.Count > 0
        ? items[at]
        : throw context.Fail(ExpressionCodes.Missing, "The list is empty.", "Add | default(...) for when it is.");

    public static ExpressionValue Sum(IReadOnlyList<ExpressionValue> items, ExpressionValue start, EvaluationContext context) =>
        items.Aggregate(start, (sum, item) => Arithmetic.Apply("+", sum, item, context));

    public static ListValue Sort(IReadOnlyList<ExpressionValue> items, bool isReversed, EvaluationContext context)
    {
        var order = Comparer<ExpressionValue>.Create((a, b) => isReversed ? Comparison.Order(b, a, context) : Comparison.Order(a, b, context));
        try
        {
            return context.List([.. items.Order(order)]);
        }
        catch (InvalidOperationException wrapped) when (wrapped.InnerException is ExpressionException failure)
        {
            throw new ExpressionException(failure.Error);
        }
    }

    public static ListValue Unique(IReadOnlyList<ExpressionValue> items, EvaluationContext context)
    {
        var unique = new List<ExpressionValue>();
        foreach (var item in items)
        {
            if (!unique.Any(other => Comparison.AreEqual(other, item, context)))
            {
                unique.Add(item);
            }
        }

        return context.List(unique);
    }

    public static ListValue Range(Arguments call)
    {
        if (call.All.Count is < 1 or > 3)
        {
            throw call.Context.Fail(ExpressionCodes.Argument, "range takes 1 to 3 numbers.", "Write range(stop), range(start, stop) or range(start, stop, step).");
        }

        var (start, stop, step) = call.All.Count == 1 ? (0, call.Integer(0), 1) : (call.Integer(0), call.Integer(1), call.IntegerOr(2, 1));
        if (step == 0)
        {
            throw call.Context.Fail(ExpressionCodes.Value, "The step of range can't be 0.", "Use 1, or -1 to count down.");
        }

        var distance = step > 0 ? (Int128)stop - start : (Int128)start - stop;
        var count = distance <= 0 ? 0 : (distance - 1) / Int128.Abs(step) + 1;
        call.Context.CheckItems((long)Int128.Min(count, long.MaxValue));
        return new([.. Enumerable.Range(0, (int)count).Select(i => new IntegerValue(start + (i * step)))]);
    }
}
