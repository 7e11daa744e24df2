using System.Globalization;

namespace ElasticJobs.Core.Expressions.Evaluation;

internal static class Numbers
{
    public static bool IsNumber(ExpressionValue? value) => value is IntegerValue or FloatValue or BoolValue;

    public static bool TryRead(ExpressionValue? value, out double number)
    {
        number = value switch
        {
            IntegerValue whole => whole.Value,
            FloatValue real => real.Value,
            BoolValue flag => flag.Value ? 1 : 0,
            _ => double.NaN,
        };
        return IsNumber(value);
    }

    /// <summary>The whole number in an int or a bool.</summary>
    public static long? Whole(ExpressionValue value) => value switch
    {
        IntegerValue whole => whole.Value,
        BoolValue flag => flag.Value ? 1 : 0,
        _ => null,
    };

    public static FloatValue Float(double value, EvaluationContext context) =>
        double.IsFinite(value) ? new(value) : throw TooLarge(context);

    public static ExpressionValue ToInteger(ExpressionValue value, EvaluationContext context)
    {
        switch (value)
        {
            case IntegerValue:
                return value;
            case BoolValue flag:
                return new IntegerValue(flag.Value ? 1 : 0);
            case FloatValue number:
                return Math.Abs(number.Value) < 9.2e18 ? new IntegerValue((long)number.Value) : throw TooLarge(context);
            case TextValue text when TryParse(text.Value, out var whole):
                return new IntegerValue(whole);
            case TextValue text:
                throw context.Fail(ExpressionCodes.Value, $"{Describe.Quoted(text.Value)} is not a whole number.", "Give digits only; for a fraction use float first.");
            default:
                throw context.Fail(ExpressionCodes.Type, $"{Describe.Type(value)} can't become an int.", "Give a number or text of digits.");
        }
    }

    public static ExpressionValue ToFloat(ExpressionValue value, EvaluationContext context)
    {
        if (TryRead(value, out var number))
        {
            return new FloatValue(number);
        }

        if (value is not TextValue text)
        {
            throw context.Fail(ExpressionCodes.Type, $"{Describe.Type(value)} can't become a float.", "Give a number or text of one.");
        }

        return double.TryParse(text.Value.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number)
            ? new FloatValue(number)
            : throw context.Fail(ExpressionCodes.Value, $"{Describe.Quoted(text.Value)} is not a number.", "Give a number with a decimal point.");
    }

    /// <summary>Ties go to the even neighbour, and decimals are those of the exact value, as in Python.</summary>
    public static ExpressionValue Round(ExpressionValue value, long? digits, EvaluationContext context)
    {
        if (Whole(value) is { } whole)
        {
            return digits is null or >= 0 ? new IntegerValue(whole) : new IntegerValue(RoundWhole(whole, (int)Math.Max(-20, digits.Value), context));
        }

        if (value is not FloatValue number)
        {
            throw context.Fail(ExpressionCodes.Type, $"{Describe.Type(value)} can't be rounded.", "Give a number.");
        }

        if (digits is null)
        {
            return ToInteger(new FloatValue(Math.Round(number.Value, MidpointRounding.ToEven)), context);
        }

        return digits switch
        {
            > 20 => number,
            < -308 => new FloatValue(0),
            < 0 when Math.Pow(10, -digits.Value) is var unit => Float(Math.Round(number.Value / unit, MidpointRounding.ToEven) * unit, context),
            _ => new FloatValue(RoundExact(number.Value, (int)digits.Value)),
        };
    }

    public static ExpressionException TooLarge(EvaluationContext context) =>
        context.Fail(ExpressionCodes.Limit, "The number is too large.", "Whole numbers have 64 bits, others are doubles.");

    private static bool TryParse(string text, out long value) => long.TryParse(
        text.Trim().Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static long RoundWhole(long value, int digits, EvaluationContext context)
    {
        var unit = 1m;
        for (var i = digits; i < 0; i++)
        {
            unit *= 10;
        }

        var rounded = Math.Round(value / unit, MidpointRounding.ToEven) * unit;
        return rounded is >= long.MinValue and <= long.MaxValue ? (long)rounded : throw TooLarge(context);
    }

    private static double RoundExact(double value, int digits)
    {
        var longer = value.ToString($"F{digits + 1}", CultureInfo.InvariantCulture);
        var isTie = longer.EndsWith('5') && Math.Abs(value) < 1e12 && decimal.Parse(longer, CultureInfo.InvariantCulture) == (decimal)value
            && double.IsInteger(Math.ScaleB(value, digits + 1));
        return isTie
            ? (double)Math.Round((decimal)value, digits, MidpointRounding.ToEven)
            : double.Parse(value.ToString($"F{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
