using System.Globalization;
using System.Text;
using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core.Expressions.Members;

/// <summary>Text operations that .NET and Python do differently.</summary>
internal static class TextWork
{
    public static string Capitalize(string text) => text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();

    public static string Title(string text)
    {
        var title = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            title.Append(at > 0 && char.IsLetter(text[at - 1]) ? char.ToLowerInvariant(text[at]) : char.ToUpperInvariant(text[at]));
        }

        return title.ToString();
    }

    public static string Strip(string text, string? characters, bool atStart, bool atEnd)
    {
        var (start, end) = (0, text.Length);
        while (atStart && start < end && Strips(text[start]))
        {
            start++;
        }

        while (atEnd && end > start && Strips(text[end - 1]))
        {
            end--;
        }

        return text[start..end];

        bool Strips(char letter) => characters?.Contains(letter, StringComparison.Ordinal) ?? char.IsWhiteSpace(letter);
    }

    public static TextValue Replace(string text, string old, string with, long count, EvaluationContext context)
    {
        if (old.Length == 0)
        {
            throw EmptyPart(context, "replace");
        }

        var pieces = Split(text, old, count, context).Items.Select(piece => ((TextValue)piece).Value).ToList();
        context.CheckTextLength(text.Length + ((long)(pieces.Count - 1) * (with.Length - old.Length)));
        return new(string.Join(with, pieces));
    }

    public static ListValue Split(string text, string? separator, long limit, EvaluationContext context)
    {
        context.SpendOn(text.Length);
        if (separator is null)
        {
            return SplitAtSpace(text, limit, context);
        }

        if (separator.Length == 0)
        {
            throw EmptyPart(context, "split");
        }

        var pieces = limit < 0 ? text.Split(separator) : text.Split(separator, (int)Math.Min(limit + 1, int.MaxValue));
        return context.List([.. pieces.Select(piece => new TextValue(piece))]);
    }

    public static ListValue Lines(string text, EvaluationContext context)
    {
        context.SpendOn(text.Length);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        return context.List([.. (lines[^1].Length == 0 ? lines[..^1] : lines).Select(line => new TextValue(line))]);
    }

    /// <summary>Unlike Python's, takes values of any type: each as it would be rendered.</summary>
    public static TextValue Join(IReadOnlyList<ExpressionValue> items, string separator, EvaluationContext context)
    {
        var text = new StringBuilder();
        foreach (var item in items)
        {
            if (text.Length > 0 || !ReferenceEquals(item, items[0]))
            {
                text.Append(separator);
            }

            text.Append(ValueText.Of(item, context));
            if (text.Length > ExpressionLimits.TextLength)
            {
                break;
            }
        }

        return context.Text(text.ToString());
    }

    public static string WithoutStart(string text, string prefix) => text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;

    public static string WithoutEnd(string text, string suffix) => text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text;

    public static IntegerValue Find(string text, string part, EvaluationContext context)
    {
        context.SpendOn(text.Length);
        var at = text.IndexOf(part, StringComparison.Ordinal);
        return new(at <= 0 ? at : Sequences.Length(text[..at]));
    }

    public static IntegerValue Count(string text, string part, EvaluationContext context)
    {
        context.SpendOn(text.Length);
        return new(part.Length == 0 ? Sequences.Length(text) + 1 : text.AsSpan().Count(part));
    }

    public static TextValue Pad(string text, long width, string? fill, bool atStart, EvaluationContext context)
    {
        if (fill is { Length: not 1 })
        {
            throw context.Fail(ExpressionCodes.Value, "The fill must be one character.", "Give e.g. '0'.");
        }

        width = Math.Max(width, 0);
        context.CheckTextLength(Math.Max(width, text.Length));
        var missing = (int)Math.Max(0, width - Sequences.Length(text));
        var padding = new string(fill is null ? ' ' : fill[0], missing);
        return new(atStart ? padding + text : text + padding);
    }

    public static TextValue ZeroFill(string text, long width, EvaluationContext context)
    {
        var sign = text.StartsWith('-') || text.StartsWith('+') ? text[..1] : "";
        return new(sign + Pad(text[sign.Length..], Math.Max(width, 0) - sign.Length, "0", atStart: true, context).Value);
    }

    /// <summary>For POSIX shells, as Python's shlex.quote.</summary>
    public static string Quote(string text) =>
        text.Length > 0 && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || "@%+=:,./-_".Contains(letter, StringComparison.Ordinal))
            ? text
            : string.Create(CultureInfo.InvariantCulture, $"'{text.Replace("'", "'\"'\"'", StringComparison.Ordinal)}'");

    private static ListValue SplitAtSpace(string text, long limit, EvaluationContext context)
    {
        var pieces = new List<ExpressionValue>();
        var rest = text.AsSpan().TrimStart();
        while (rest.Length > 0)
        {
            var end = 0;
            while (end < rest.Length && !char.IsWhiteSpace(rest[end]))
            {
                end++;
            }

            if (limit >= 0 && pieces.Count == limit)
            {
                pieces.Add(new TextValue(rest.TrimEnd().ToString()));
                break;
            }

            pieces.Add(new TextValue(rest[..end].ToString()));
            rest = rest[end..].TrimStart();
        }

        return context.List(pieces);
    }

    private static ExpressionException EmptyPart(EvaluationContext context, string name) =>
        context.Fail(ExpressionCodes.Value, $"{name} needs text to look for, not ''.", "Give at least one character.");
}
