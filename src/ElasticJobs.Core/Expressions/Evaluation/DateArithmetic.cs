using ElasticJobs.Core.Expressions.Dates;

namespace ElasticJobs.Core.Expressions.Evaluation;

/// <summary>Operators on dates and timedeltas. Text that is a date, as <c>execution_date</c> is, counts as one.</summary>
internal static class DateArithmetic
{
    /// <summary>Null where the operator is not one of dates.</summary>
    public static ExpressionValue? Apply(string symbol, ExpressionValue left, ExpressionValue right, EvaluationContext context)
    {
        (left, right) = Moments.Coerce(left, right);
        try
        {
            return (symbol, left, right) switch
            {
                ("+", DurationValue a, DurationValue b) => Durations.Of(a.Value + b.Value),
                ("-", DurationValue a, DurationValue b) => Durations.Of(a.Value - b.Value),
                ("+", DateTimeValue or DateValue, DurationValue b) => Moments.Add(left, b.Value),
                ("+", DurationValue a, DateTimeValue or DateValue) => Moments.Add(right, a.Value),
                ("-", DateTimeValue or DateValue, DurationValue b) => Moments.Add(left, -b.Value),
                ("-", DateTimeValue a, DateTimeValue b) => Difference(a, b, context),
                ("-", DateValue a, DateValue b) => Durations.Of(TimeSpan.FromDays(a.Value.DayNumber - b.Value.DayNumber)),
                ("*", DurationValue a, _) when Numbers.TryRead(right, out var factor) => Durations.OfSeconds(a.Value.TotalSeconds * factor),
                ("*", _, DurationValue b) when Numbers.TryRead(left, out var factor) => Durations.OfSeconds(b.Value.TotalSeconds * factor),
                ("/" or "//" or "%", DurationValue a, _) => Divide(symbol, a.Value, right, context),
                _ => null,
            };
        }
        catch (Exception failure) when (failure is OverflowException or ArgumentOutOfRangeException)
        {
            throw Moments.OutOfRange(context);
        }
    }

    private static DurationValue Difference(DateTimeValue a, DateTimeValue b, EvaluationContext context)
    {
        if (a.Offset is { } first && b.Offset is { } second)
        {
            return Durations.Of(a.Value - first - (b.Value - second));
        }

        return a.Offset is null && b.Offset is null ? Durations.Of(a.Value - b.Value) : throw Moments.MixedZones(context);
    }

    private static ExpressionValue? Divide(string symbol, TimeSpan value, ExpressionValue divisor, EvaluationContext context)
    {
        var isDuration = divisor is DurationValue;
        if (!isDuration && (!Numbers.IsNumber(divisor) || symbol == "%"))
        {
            return null;
        }

        Numbers.TryRead(divisor, out var number);
        var by = divisor is DurationValue duration ? duration.Value.Ticks : number;
        if (by == 0)
        {
            throw context.Fail(ExpressionCodes.Value, "Division by zero.", "Check the divisor.");
        }

        return (symbol, isDuration) switch
        {
            ("/", true) => new FloatValue(value.Ticks / by),
            ("//", true) => new IntegerValue((long)Math.Floor(value.Ticks / by)),
            ("%", true) => Durations.Of(TimeSpan.FromTicks((long)(value.Ticks - (by * Math.Floor(value.Ticks / by))))),
            _ => Durations.OfSeconds(value.TotalSeconds / by),
        };
    }
}
