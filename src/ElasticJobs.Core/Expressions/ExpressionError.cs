namespace ElasticJobs.Core.Expressions;

/// <summary>One thing that is wrong in a text with expressions.</summary>
/// <param name="Start">Offset in the whole text, UTF-16 units from 0.</param>
/// <param name="Length">Of the part to underline; 0 at the text's end.</param>
/// <param name="Code">One of <see cref="ExpressionCodes"/>; stable.</param>
/// <param name="Message">What is wrong, in English.</param>
/// <param name="Fix">What to do, in English.</param>
/// <param name="Chinese">The same in Simplified Chinese.</param>
public sealed record ExpressionError(int Start, int Length, string Code, string Message, string Fix, ChineseSentences Chinese)
{
    /// <summary>Where it is in <paramref name="text"/>, as line and column from 1.</summary>
    public (int Line, int Column) Locate(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var before = text.AsSpan(0, Math.Clamp(Start, 0, text.Length));
        return (before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }

    /// <summary>The line it is in with carets below the part, for terminals.</summary>
    public string Underline(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var start = Math.Clamp(Start, 0, text.Length);
        var lineStart = start == 0 ? 0 : text.LastIndexOf('\n', start - 1) + 1;
        var lineEnd = text.IndexOf('\n', start) is var end && end < 0 ? text.Length : end;
        var carets = Math.Clamp(Length, 1, Math.Max(1, lineEnd - start));
        return $"{text[lineStart..lineEnd]}\n{new string(' ', start - lineStart)}{new string('^', carets)}";
    }
}

/// <param name="Message">What is wrong.</param>
/// <param name="Fix">What to do.</param>
public sealed record ChineseSentences(string Message, string Fix);
