using ElasticJobs.Core.Expressions.Sentences;

namespace ElasticJobs.Core.Expressions.Evaluation;

/// <summary>+ - * / // % ** ~ on values, by Python's rules.</summary>
internal static class Arithmetic
{
    public static ExpressionValue Apply(string symbol, ExpressionValue left, ExpressionValue right, EvaluationContext context)
    {
        if (symbol == "~")
        {
            var first = ValueText.Of(left, context);
            var second = ValueText.Of(right, context);
            context.CheckTextLength((long)first.Length + second.Length);
            return new TextValue(first + second);
        }

        if (Numbers.IsNumber(left) && Numbers.IsNumber(right))
        {
            return OfNumbers(symbol, left, right, context);
        }

        return DateArithmetic.Apply(symbol, left, right, context)
            ?? OfSequences(symbol, left, right, context)
            ?? throw Mismatch(symbol, left, right, context);
    }

    public static ExpressionValue Sign(string symbol, ExpressionValue operand, EvaluationContext context) => operand switch
    {
        DurationValue duration => symbol == "-" ? new DurationValue(-duration.Value) : duration,
        FloatValue number => symbol == "-" ? new FloatValue(-number.Value) : number,
        _ when Numbers.Whole(operand) is { } whole => symbol == "+" ? new IntegerValue(whole)
            : whole == long.MinValue ? throw Numbers.TooLarge(context) : new IntegerValue(-whole),
        _ => throw context.Fail(ExpressionCodes.Type, $"'{symbol}' needs a number, not {Describe.Type(operand)}.", "Convert text with | int or | float."),
    };

    private static ExpressionValue OfNumbers(string symbol, ExpressionValue left, ExpressionValue right, EvaluationContext context)
    {
        if (Numbers.Whole(left) is { } a && Numbers.Whole(right) is { } b && symbol != "/" && !(symbol == "**" && b < 0))
        {
            return OfIntegers(symbol, a, b, context);
        }

        Numbers.TryRead(left, out var x);
        Numbers.TryRead(right, out var y);
        if (y == 0 && symbol is "/" or "//" or "%")
        {
            throw DivisionByZero(context);
        }

        return Numbers.Float(
            symbol switch
            {
                "+" => x + y,
                "-" => x - y,
                "*" => x * y,
                "/" => x / y,
                "//" => Math.Floor(x / y),
                "%" => FloorModulo(x, y),
                _ => Math.Pow(x, y),
            },
            context);
    }

    private static IntegerValue OfIntegers(string symbol, long a, long b, EvaluationContext context)
    {
        if (b == 0 && symbol is "//" or "%")
        {
            throw DivisionByZero(context);
        }

        try
        {
            return new IntegerValue(checked(symbol switch
            {
                "+" => a + b,
                "-" => a - b,
                "*" => a * b,
                "//" => FloorDivide(a, b),
                "%" => b == -1 ? 0 : ((a % b) + b) % b,
                _ => Power(a, b),
            }));
        }
        catch (OverflowException)
        {
            throw Numbers.TooLarge(context);
        }
    }

    private static ExpressionValue? OfSequences(string symbol, ExpressionValue left, ExpressionValue right, EvaluationContext context)
    {
        switch (symbol, left, right)
        {
            case ("+", TextValue a, TextValue b):
                context.CheckTextLength((long)a.Value.Length + b.Value.Length);
                return new TextValue(a.Value + b.Value);
            case ("+", ListValue a, ListValue b):
                context.CheckItems((long)a.Items.Count + b.Items.Count);
                return new ListValue([.. a.Items, .. b.Items]);
            case ("*", TextValue or ListValue, _) when Numbers.Whole(right) is { } times:
                return Repeat(left, times, context);
            case ("*", _, TextValue or ListValue) when Numbers.Whole(left) is { } times:
                return Repeat(right, times, context);
            default:
                return null;
        }
    }

    private static ExpressionValue Repeat(ExpressionValue sequence, long times, EvaluationContext context)
    {
        var count = Math.Clamp(times, 0, int.MaxValue);
        if (sequence is TextValue text)
        {
            context.CheckTextLength(text.Value.Length * count);
            return new TextValue(text.Value.Length == 0 ? "" : string.Concat(Enumerable.Repeat(text.Value, (int)count)));
        }

        var list = (ListValue)sequence;
        context.CheckItems(list.Items.Count * count);
        return new ListValue(list.Items.Count == 0 ? [] : [.. Enumerable.Repeat(list.Items, (int)count).SelectMany(items => items)]);
    }

    private static long FloorDivide(long a, long b)
    {
        var quotient = checked(a / b);
        return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
    }

    private static double FloorModulo(double x, double y)
    {
        var rest = x % y;
        return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest;
    }

    private static long Power(long value, long exponent)
    {
        if (value is 0 or 1 or -1)
        {
            return exponent == 0 ? 1 : value == -1 && exponent % 2 == 0 ? 1 : value;
        }

        var result = 1L;
        for (var i = 0L; i < exponent; i++)
        {
            result = checked(result * value);
        }

        return result;
    }

    private static ExpressionException DivisionByZero(EvaluationContext context) =>
        context.Fail(ExpressionCodes.Value, "Division by zero.", "Check the divisor, e.g. a / b if b else 0.");

    private static ExpressionException Mismatch(string symbol, ExpressionValue left, ExpressionValue right, EvaluationContext context)
    {
        Sentence fix = symbol switch
        {
            "+" when left is TextValue || right is TextValue => "Join values as text with '~', or convert with | int, | float or | string.",
            "%" when left is TextValue => "Text is not formatted with '%': use | round, | string and .zfill(n), joined with '~'.",
            _ when left is TextValue || right is TextValue => "Convert text with | int, | float or | to_datetime.",
            _ => "Convert one of them, e.g. with | int, | float or | string.",
        };
        return context.Fail(
            ExpressionCodes.Type, $"'{symbol}' does not work between {Describe.Type(left)} and {Describe.Type(right)}.", fix);
    }
}
