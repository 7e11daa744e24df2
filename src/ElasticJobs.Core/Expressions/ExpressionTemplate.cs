using System.Text;
using ElasticJobs.Core.Expressions.Checking;
using ElasticJobs.Core.Expressions.Evaluation;
using ElasticJobs.Core.Expressions.Syntax;

namespace ElasticJobs.Core.Expressions;

/// <summary>
/// A text with <c>{{ ... }}</c> parts, parsed. Immutable and safe to share. The language is Python's expressions with Jinja's filters, on a whitelist: see <c>docs/expressions.md</c>.
/// </summary>
public sealed class ExpressionTemplate
{
    private readonly IReadOnlyList<Segment> _segments;

    private ExpressionTemplate(string text, IReadOnlyList<Segment> segments, List<ExpressionError> errors)
    {
        Text = text;
        _segments = segments;
        var found = new ReferenceCollector();
        foreach (var expression in Expressions)
        {
            found.Visit(expression);
            StaticChecker.Check(expression, errors);
        }

        Errors = errors;
        Located = found.Located;
        References = found.Located.Select(reference => reference.Reference).ToHashSet();
    }

    /// <summary>As it was given.</summary>
    public string Text { get; }

    /// <summary>Everything that is wrong whatever the names; such a text can't be rendered.</summary>
    public IReadOnlyList<ExpressionError> Errors { get; }

    /// <summary>The names that the text uses.</summary>
    public IReadOnlySet<ExpressionReference> References { get; }

    /// <summary>False: a plain text that renders as itself.</summary>
    public bool HasExpressions => Errors.Count > 0 || Expressions.Any();

    /// <summary>True: nothing but one expression (spaces around it don't count), which <see cref="EvaluateValue"/> gives with its type.</summary>
    public bool IsSingleExpression => Single is not null;

    internal IReadOnlyList<LocatedReference> Located { get; }

    internal IEnumerable<Node> Expressions => _segments.Select(segment => segment.Expression).OfType<Node>();

    private Node? Single => Errors.Count == 0
        && _segments.Where(segment => segment.Expression is not null || !string.IsNullOrWhiteSpace(segment.Text)).ToList() is [{ Expression: { } only }]
        ? only
        : null;

    /// <summary>Never throws: what is wrong is in <see cref="Errors"/>.</summary>
    public static ExpressionTemplate Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Contains("{{", StringComparison.Ordinal))
        {
            return new(text, [new(text, null)], []);
        }

        var errors = new List<ExpressionError>();
        return new(text, new TemplateReader(text, errors).Read(), errors);
    }

    /// <summary>The whole text is one expression, with or without <c>{{ }}</c>: for fields that are conditions.</summary>
    public static ExpressionTemplate ParseExpression(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().TrimStart().StartsWith("{{"))
        {
            return Parse(text);
        }

        var errors = new List<ExpressionError>();
        return new(text, TemplateReader.ReadBare(text, errors) is { } node ? [new("", node)] : [], errors);
    }

    /// <summary><see cref="Errors"/> and the names that do not exist, in the text's order.</summary>
    public IReadOnlyList<ExpressionError> Check(ExpressionSymbols symbols)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        return SymbolChecker.Check(this, symbols);
    }

    /// <summary>The text with its expressions replaced by their values.</summary>
    /// <exception cref="ExpressionException">One of them has no value in this scope, or <see cref="Errors"/> is not empty.</exception>
    public string Render(ExpressionScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ThrowIfBroken();
        if (!HasExpressions)
        {
            return Text;
        }

        var context = new EvaluationContext(scope);
        var evaluator = new Evaluator(context);
        var rendered = new StringBuilder();
        foreach (var segment in _segments)
        {
            var part = segment.Expression is { } expression ? ValueText.Of(evaluator.Run(expression), context.At(expression.Range)) : segment.Text;
            if (segment.Expression is not null && (long)rendered.Length + part.Length > (long)Text.Length + ExpressionLimits.RenderedLength)
            {
                throw context.Fail(ExpressionCodes.Limit, $"The expressions render to more than {ExpressionLimits.RenderedLength} characters.", "Let a task write it to a file.");
            }

            rendered.Append(part);
        }

        return rendered.ToString();
    }

    /// <summary>The typed value of a single expression; of any other text what <see cref="Render"/> gives.</summary>
    /// <exception cref="ExpressionException">As <see cref="Render"/>.</exception>
    public ExpressionValue EvaluateValue(ExpressionScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ThrowIfBroken();
        if (Single is not { } expression)
        {
            return new TextValue(Render(scope));
        }

        var context = new EvaluationContext(scope);
        var value = new Evaluator(context).Run(expression);
        if (value is FunctionValue or ModuleValue)
        {
            ValueText.Of(value, context.At(expression.Range));
        }

        return value;
    }

    /// <summary>True where the value counts as true, for conditions: as Python's bool of the value, and the texts <c>false</c>, <c>no</c>, <c>off</c> and <c>0</c> are false.</summary>
    /// <exception cref="ExpressionException">As <see cref="Render"/>.</exception>
    public bool EvaluateCondition(ExpressionScope scope) => EvaluateValue(scope) switch
    {
        TextValue text => text.Value.Trim().ToLowerInvariant() is not ("" or "false" or "no" or "off" or "0"),
        var value => Truth.Of(value),
    };

    private void ThrowIfBroken()
    {
        if (Errors.Count > 0)
        {
            throw new ExpressionException(Errors[0]);
        }
    }
}
