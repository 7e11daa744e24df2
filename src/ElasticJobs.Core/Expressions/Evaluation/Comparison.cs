using ElasticJobs.Core.Expressions.Dates;

namespace ElasticJobs.Core.Expressions.Evaluation;

/// <summary>== != &lt; &lt;= &gt; &gt;= in, not in.</summary>
internal static class Comparison
{
    public static bool Holds(string symbol, ExpressionValue left, ExpressionValue right, EvaluationContext context) => symbol switch
    {
        "==" => AreEqual(left, right, context),
        "!=" => !AreEqual(left, right, context),
        "in" => Contains(right, left, context),
        "not in" => !Contains(right, left, context),
        "<" => Order(left, right, context) < 0,
        "<=" => Order(left, right, context) <= 0,
        ">" => Order(left, right, context) > 0,
        _ => Order(left, right, context) >= 0,
    };

    public static bool AreEqual(ExpressionValue left, ExpressionValue right, EvaluationContext context)
    {
        context.Spend();
        (left, right) = Moments.Coerce(left, right);
        switch (left, right)
        {
            case (TextValue a, TextValue b):
                context.SpendOn(Math.Min(a.Value.Length, b.Value.Length));
                return a.Value == b.Value;
            case (ListValue a, ListValue b):
                return a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(pair => AreEqual(pair.First, pair.Second, context));
            case (DictValue a, DictValue b):
                return a.Items.Count == b.Items.Count
                    && a.Items.All(item => b.Items.TryGetValue(item.Key, out var other) && AreEqual(item.Value, other, context));
            case (DateTimeValue a, DateTimeValue b):
                return (a.Offset is null) == (b.Offset is null) && Moments.Instant(a) == Moments.Instant(b);
            default:
                return Numbers.IsNumber(left) && Numbers.IsNumber(right) ? OrderNumbers(left, right) == 0 : left.Equals(right);
        }
    }

    /// <summary>Below, at or above zero.</summary>
    public static int Order(ExpressionValue left, ExpressionValue right, EvaluationContext context)
    {
        context.Spend();
        (left, right) = Moments.Coerce(left, right);
        switch (left, right)
        {
            case (TextValue a, TextValue b):
                context.SpendOn(Math.Min(a.Value.Length, b.Value.Length));
                return string.CompareOrdinal(a.Value, b.Value);
            case (DateValue a, DateValue b):
                return a.Value.CompareTo(b.Value);
            case (DurationValue a, DurationValue b):
                return a.Value.CompareTo(b.Value);
            case (DateTimeValue a, DateTimeValue b):
                return (a.Offset is null) == (b.Offset is null) ? Moments.Instant(a).CompareTo(Moments.Instant(b)) : throw Moments.MixedZones(context);
            case (ListValue a, ListValue b):
                var first = a.Items.Zip(b.Items).Select(pair => AreEqual(pair.First, pair.Second, context) ? 0 : Order(pair.First, pair.Second, context));
                return first.FirstOrDefault(order => order != 0) is var order and not 0 ? order : a.Items.Count.CompareTo(b.Items.Count);
        }

        return Numbers.IsNumber(left) && Numbers.IsNumber(right)
            ? OrderNumbers(left, right)
            : throw context.Fail(
                ExpressionCodes.Type, $"{Describe.Type(left)} and {Describe.Type(right)} can't be ordered.", "Convert one of them, e.g. with | int, | float, | string or | to_datetime.");
    }

    private static int OrderNumbers(ExpressionValue left, ExpressionValue right)
    {
        if (Numbers.Whole(left) is { } a && Numbers.Whole(right) is { } b)
        {
            return a.CompareTo(b);
        }

        Numbers.TryRead(left, out var x);
        Numbers.TryRead(right, out var y);
        return x.CompareTo(y);
    }

    private static bool Contains(ExpressionValue container, ExpressionValue item, EvaluationContext context)
    {
        switch (container, item)
        {
            case (TextValue text, TextValue part):
                context.SpendOn(text.Value.Length);
                return text.Value.Contains(part.Value, StringComparison.Ordinal);
            case (DictValue dict, _):
                return item is TextValue key && dict.Items.ContainsKey(key.Value);
            case (ListValue list, _):
                return list.Items.Any(other => AreEqual(other, item, context));
            default:
                throw context.Fail(
                    ExpressionCodes.Type, $"'in' can't look for {Describe.Type(item)} in {Describe.Type(container)}.", "Look for text in text, a value in a list, or a key in a dict.");
        }
    }
}
