namespace ElasticJobs.Core.Expressions.Syntax;

/// <summary>A piece of a text: literal, or an expression where <see cref="Expression"/> is not null.</summary>
internal sealed record Segment(string Text, Node? Expression);

/// <summary>Splits a text at its <c>{{ ... }}</c> and parses each; what is wrong is collected and reading goes on behind it.</summary>
internal sealed class TemplateReader(string text, List<ExpressionError> errors)
{
    private readonly List<Segment> _segments = [];
    private int _expressions;

    public List<Segment> Read()
    {
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf("{{", at, StringComparison.Ordinal);
            if (open < 0)
            {
                break;
            }

            AddText(at, open);
            at = ReadExpression(open);
        }

        AddText(at, text.Length);
        return _segments;
    }

    public static Node? ReadBare(string text, List<ExpressionError> errors)
    {
        try
        {
            return Parser.Parse(new Lexer(text, 0, isTemplate: false).Read());
        }
        catch (ExpressionException failure)
        {
            errors.Add(failure.Error);
            return null;
        }
    }

    private int ReadExpression(int open)
    {
        var firstClose = text.IndexOf("}}", open + 2, StringComparison.Ordinal);
        if (firstClose < 0)
        {
            errors.Add(new TextRange(open, 2).Error(
                ExpressionCodes.Unclosed, "'{{' begins an expression that has no '}}'.", "Close it with '}}', or write {{'{{'}} for two braces as text."));
            return text.Length;
        }

        if (++_expressions > ExpressionLimits.ExpressionsPerText)
        {
            errors.Add(new TextRange(open, 2).Error(ExpressionCodes.Limit, $"The text has more than {ExpressionLimits.ExpressionsPerText} expressions.", "Compute the values in a task, or split the text."));
            return text.Length;
        }

        var lexer = new Lexer(text, open + 2, isTemplate: true);
        try
        {
            _segments.Add(new("", Parser.Parse(lexer.Read())));
            return lexer.End;
        }
        catch (ExpressionException failure)
        {
            errors.Add(failure.Error);
            return lexer.End > 0 ? lexer.End : CloseBehind(Math.Max(firstClose, failure.Error.Start));
        }
    }

    private int CloseBehind(int start)
    {
        var close = text.IndexOf("}}", Math.Min(start, text.Length), StringComparison.Ordinal);
        return close < 0 ? text.Length : close + 2;
    }

    private void AddText(int start, int end)
    {
        if (end > start)
        {
            _segments.Add(new(text[start..end], null));
        }
    }
}
