using ElasticJobs.Core.Expressions.Sentences;

namespace ElasticJobs.Core.Expressions.Syntax;

/// <summary>A place in a list of tokens that ends with <see cref="TokenKind.End"/>.</summary>
internal sealed class TokenReader(List<Token> tokens)
{
    private int _at;

    public Token Current => tokens[_at];

    public Token Next => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    /// <summary>Of the token taken last.</summary>
    public TextRange Last => tokens[Math.Max(0, _at - 1)].Range;

    public Token Take() => Current.Kind == TokenKind.End ? Current : tokens[_at++];

    public bool Accept(string symbol) => Current.IsSymbol(symbol) && Advance();

    public bool AcceptName(string name) => Current.IsName(name) && Advance();

    /// <summary>The binary operator that stands here, or null.</summary>
    public string? PeekOperator()
    {
        if (Current.Kind == TokenKind.Symbol)
        {
            return Current.Text is "==" or "!=" or "<" or "<=" or ">" or ">=" or "~" or "+" or "-" or "*" or "/" or "//" or "%" ? Current.Text : null;
        }

        if (Current.Kind != TokenKind.Name)
        {
            return null;
        }

        return Current.Text switch
        {
            "and" or "or" or "in" or "is" => Current.Text,
            "not" when Next.IsName("in") => "not in",
            _ => null,
        };
    }

    public void TakeOperator(string found)
    {
        Take();
        if (found == "not in")
        {
            Take();
        }
    }

    public void Expect(string symbol)
    {
        if (!Accept(symbol))
        {
            throw Current.Range.Failure(ExpressionCodes.Syntax, $"'{symbol}' is missing before {Current.Shown}.", $"Add '{symbol}'.");
        }
    }

    public void ExpectName(string name, Sentence message, Sentence fix)
    {
        if (!AcceptName(name))
        {
            throw Current.Range.Failure(ExpressionCodes.Syntax, message, fix);
        }
    }

    /// <summary>After an item of a list in brackets: a comma, or the closing bracket, which stays.</summary>
    public void EndItem(string closing)
    {
        if (!Current.IsSymbol(closing) && !Accept(","))
        {
            throw Current.Range.Failure(ExpressionCodes.Syntax, $"'{closing}' or a comma is missing before {Current.Shown}.", $"Add '{closing}', or a comma between two values.");
        }
    }

    public ExpressionException Unexpected() => Current switch
    {
        { Kind: TokenKind.End } => Current.Range.Failure(ExpressionCodes.Syntax, "The expression ends where a value should stand.", "Finish it."),
        { Text: "." } => Current.Range.Failure(ExpressionCodes.Syntax, "'.' has no name before it.", "Begin with a name; two braces as text are written {{'{{'}}."),
        { Text: "=" } => Current.Range.Failure(ExpressionCodes.Syntax, "'=' assigns nothing here.", "Write '==' to compare."),
        { Text: "for" or "lambda" or "import" or "def" or "while" or "with" or "await" or "yield" } => Current.Range.Failure(
            ExpressionCodes.Syntax, $"{Current.Shown} is not part of the language.", "Expressions compute one value: use operators, methods and filters."),
        _ => Current.Range.Failure(ExpressionCodes.Syntax, $"{Current.Shown} is not expected here.", "Remove it, or put an operator or a comma before it."),
    };

    private bool Advance()
    {
        _at++;
        return true;
    }
}
