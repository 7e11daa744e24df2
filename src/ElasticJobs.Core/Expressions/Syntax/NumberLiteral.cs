using System.Globalization;

namespace ElasticJobs.Core.Expressions.Syntax;

internal static class NumberLiteral
{
    public static Token Read(string text, int start)
    {
        var at = Digits(text, start);
        if (at < text.Length && text[at] == '.')
        {
            at = Digits(text, at + 1);
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            var digits = at + 1 < text.Length && text[at + 1] is '+' or '-' ? at + 2 : at + 1;
            if (digits < text.Length && char.IsAsciiDigit(text[digits]))
            {
                at = Digits(text, digits);
            }
        }

        var range = new TextRange(start, at - start);
        if (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
        {
            throw range.Failure(ExpressionCodes.Syntax, $"'{text[at]}' can't follow a number.", "Put a space or an operator between, or quotes around text.");
        }

        return new(TokenKind.Number, text[start..at], range);
    }

    public static ExpressionValue Value(Token token)
    {
        var digits = token.Text.Replace("_", "", StringComparison.Ordinal);
        if (digits.AsSpan().IndexOfAny(".eE") < 0)
        {
            return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var whole)
                ? new IntegerValue(whole)
                : throw TooLarge(token);
        }

        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? new FloatValue(number)
            : throw TooLarge(token);
    }

    private static int Digits(string text, int at)
    {
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] == '_' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))))
        {
            at++;
        }

        return at;
    }

    private static ExpressionException TooLarge(Token token) =>
        token.Range.Failure(ExpressionCodes.Limit, "The number is too large.", "Whole numbers have 64 bits: write a longer one as text, in quotes.");
}
