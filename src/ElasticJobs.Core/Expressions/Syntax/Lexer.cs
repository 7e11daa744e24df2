using ElasticJobs.Core.Expressions.Sentences;

namespace ElasticJobs.Core.Expressions.Syntax;

/// <summary>Cuts an expression into tokens, up to the <c>}}</c> that is not part of a dict, or to the text's end.</summary>
internal sealed class Lexer(string text, int start, bool isTemplate)
{
    private static readonly string[] Symbols =
        ["**", "//", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "~", "|", "(", ")", "[", "]", "{", "}", ",", ":", ".", "="];

    private readonly List<Token> _tokens = [];
    private readonly int _start = start;
    private int _at = start;
    private int _braces;

    /// <summary>Offset behind the expression and its closing braces.</summary>
    public int End { get; private set; }

    public List<Token> Read()
    {
        while (true)
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }

            if (_at - _start > ExpressionLimits.ExpressionLength)
            {
                throw new TextRange(_start, _at - _start).Failure(
                    ExpressionCodes.Limit, $"The expression is longer than {ExpressionLimits.ExpressionLength} characters.", "Split it, or compute the value in a task.");
            }

            if (IsAtEnd())
            {
                _tokens.Add(new(TokenKind.End, "", new(_at, 0)));
                End = isTemplate ? _at + 2 : _at;
                return _tokens;
            }

            var token = Next();
            _at = token.Range.End;
            _tokens.Add(token);
        }
    }

    private bool IsAtEnd()
    {
        if (isTemplate)
        {
            if (_at >= text.Length)
            {
                throw new TextRange(_start - 2, 2).Failure(
                    ExpressionCodes.Unclosed, "'{{' begins an expression that has no '}}'.", "Close it with '}}', or write {{'{{'}} for two braces as text.");
            }

            return _braces == 0 && text.AsSpan(_at).StartsWith("}}");
        }

        return _at >= text.Length;
    }

    private Token Next()
    {
        var letter = text[_at];
        if (letter is '\'' or '"')
        {
            return TextLiteral.Read(text, _at);
        }

        if (IsTaskId())
        {
            return Take(TokenKind.Name, static c => char.IsLetterOrDigit(c) || c is '_' or '-');
        }

        if (char.IsLetter(letter) || letter == '_')
        {
            return Take(TokenKind.Name, static c => char.IsLetterOrDigit(c) || c == '_');
        }

        if (char.IsAsciiDigit(letter) || (letter == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1])))
        {
            return NumberLiteral.Read(text, _at);
        }

        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(text, _at, symbol, 0, symbol.Length) == 0)
            {
                _braces += symbol switch { "{" => 1, "}" => -1, _ => 0 };
                return new(TokenKind.Symbol, symbol, new(_at, symbol.Length));
            }
        }

        throw Unexpected();
    }

    // Ids of tasks may hold hyphens: tasks.train-2.outputs.rows is one chain, not a subtraction.
    private bool IsTaskId() =>
        _tokens is [.., var root, var dot]
        && root.IsName("tasks")
        && dot.IsSymbol(".")
        && !(_tokens.Count > 2 && _tokens[^3].IsSymbol("."))
        && (char.IsLetterOrDigit(text[_at]) || text[_at] == '_');

    private Token Take(TokenKind kind, Func<char, bool> belongs)
    {
        var end = _at + 1;
        while (end < text.Length && belongs(text[end]))
        {
            end++;
        }

        return new(kind, text[_at..end], new(_at, end - _at));
    }

    private ExpressionException Unexpected()
    {
        var length = char.IsSurrogatePair(text, _at) ? 2 : 1;
        Sentence fix = text[_at] switch
        {
            '&' => "Write 'and'.",
            '!' => "Write 'not'.",
            '?' => "Write 'a if condition else b'.",
            '$' => "Names have no '$': write params.NAME or the name alone.",
            _ => "Remove it, or put quotes around text.",
        };
        return new TextRange(_at, length).Failure(ExpressionCodes.Syntax, $"'{text.Substring(_at, length)}' is not part of the language.", fix);
    }
}
