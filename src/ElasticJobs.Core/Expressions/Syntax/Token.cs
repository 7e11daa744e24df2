using ElasticJobs.Core.Expressions.Sentences;

namespace ElasticJobs.Core.Expressions.Syntax;

internal enum TokenKind
{
    Name,
    Number,
    Text,
    Symbol,
    End,
}

/// <param name="Text">As written; of a text literal its value.</param>
internal readonly record struct Token(TokenKind Kind, string Text, TextRange Range)
{
    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    public Sentence Shown => Kind switch
    {
        TokenKind.End => "the end of the expression",
        TokenKind.Text => "a text",
        _ => Quoted,
    };

    private Sentence Quoted => $"'{Text}'";
}
