using System.Globalization;
using System.Text;

namespace ElasticJobs.Core.Expressions.Syntax;

/// <summary>Reads a quoted text with Python's escapes; an unknown escape stays as written, as in Python.</summary>
internal static class TextLiteral
{
    public static Token Read(string text, int start)
    {
        var quote = text[start];
        var value = new StringBuilder();
        var at = start + 1;
        while (at < text.Length && text[at] != quote)
        {
            if (text[at] == '\n')
            {
                break;
            }

            if (text[at] == '\\' && at + 1 < text.Length)
            {
                at = ReadEscape(text, at, value);
            }
            else
            {
                value.Append(text[at++]);
            }
        }

        if (at >= text.Length || text[at] != quote)
        {
            throw new TextRange(start, Math.Min(at, text.Length) - start).Failure(
                ExpressionCodes.Syntax, "The text has no closing quote.", $"Close it with {quote} on the same line.");
        }

        return new(TokenKind.Text, value.ToString(), new(start, at + 1 - start));
    }

    private static int ReadEscape(string text, int at, StringBuilder value)
    {
        var letter = text[at + 1];
        switch (letter)
        {
            case '\n':
                return at + 2;
            case 'x':
                return ReadHex(text, at, 2, value);
            case 'u':
                return ReadHex(text, at, 4, value);
            case 'U':
                return ReadHex(text, at, 8, value);
        }

        var plain = letter switch
        {
            'n' => "\n",
            't' => "\t",
            'r' => "\r",
            'a' => "\a",
            'b' => "\b",
            'f' => "\f",
            'v' => "\v",
            '\\' or '\'' or '"' => letter.ToString(),
            _ => null,
        };
        value.Append(plain ?? $"\\{letter}");
        return at + 2;
    }

    private static int ReadHex(string text, int at, int digits, StringBuilder value)
    {
        var end = at + 2 + digits;
        if (end <= text.Length
            && int.TryParse(text.AsSpan(at + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            && Rune.TryCreate(code, out var rune))
        {
            value.Append(rune.ToString());
            return end;
        }

        throw new TextRange(at, Math.Min(end, text.Length) - at).Failure(
            ExpressionCodes.Syntax, $"'\\{text[at + 1]}' needs {digits} hexadecimal digits of a character.", "Write two backslashes for a backslash itself.");
    }
}
