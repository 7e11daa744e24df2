namespace ElasticJobs.Core.Expressions.Syntax;

/// <summary>Operators by binding power, loosest first: ternary, or, and, not, comparison, ~, + -, * / // %, unary and filters, **, members and calls.</summary>
internal sealed class Parser(List<Token> tokens)
{
    private const int NotPower = 3;
    private const int ComparePower = 4;

    private readonly TokenReader _reader = new(tokens);
    private int _nesting;

    public static Node Parse(List<Token> tokens)
    {
        var parser = new Parser(tokens);
        if (parser._reader.Current.Kind == TokenKind.End)
        {
            throw parser._reader.Current.Range.Failure(ExpressionCodes.Syntax, "The expression is empty.", "Write a name or a value between '{{' and '}}'; two braces as text are written {{'{{'}}.");
        }

        var node = parser.ParseExpression();
        return parser._reader.Current.Kind == TokenKind.End ? node : throw parser._reader.Unexpected();
    }

    private Node ParseExpression()
    {
        Enter();
        var value = ParseBinary(0);
        if (_reader.AcceptName("if"))
        {
            var condition = ParseBinary(0);
            _reader.ExpectName("else", "A choice needs its 'else'.", "Write 'a if condition else b'.");
            var other = ParseExpression();
            value = Checked(new ConditionalNode(value.Range.To(other.Range), condition, value, other));
        }

        _nesting--;
        return value;
    }

    private Node ParseBinary(int minimum)
    {
        var left = _reader.Current.IsName("not") && minimum <= NotPower ? ParseNot() : ParseFiltered();
        while (_reader.PeekOperator() is { } found && PowerOf(found) is var power && power >= minimum)
        {
            if (found == "is")
            {
                left = ParseTest(left);
            }
            else if (power == ComparePower)
            {
                left = ParseComparison(left);
            }
            else
            {
                _reader.TakeOperator(found);
                var right = ParseBinary(power + 1);
                left = Checked(new BinaryNode(left.Range.To(right.Range), left, found, right));
            }
        }

        return left;
    }

    private static int PowerOf(string symbol) => symbol switch
    {
        "or" => 1,
        "and" => 2,
        "~" => 5,
        "+" or "-" => 6,
        "*" or "/" or "//" or "%" => 7,
        _ => ComparePower,
    };

    private Node ParseNot()
    {
        Enter();
        var start = _reader.Take().Range;
        var operand = ParseBinary(NotPower);
        _nesting--;
        return Checked(new UnaryNode(start.To(operand.Range), "not", operand));
    }

    private Node ParseComparison(Node first)
    {
        var rest = new List<(string, Node)>();
        while (_reader.PeekOperator() is { } found && found != "is" && PowerOf(found) == ComparePower)
        {
            _reader.TakeOperator(found);
            rest.Add((found, ParseBinary(ComparePower + 1)));
        }

        return Checked(new CompareNode(first.Range.To(rest[^1].Item2.Range), first, rest));
    }

    private Node ParseTest(Node target)
    {
        _reader.Take();
        var isNegated = _reader.AcceptName("not");
        var word = _reader.Current;
        var test = word.Kind == TokenKind.Name ? word.Text : "";
        test = test is "none" or "null" ? "None" : test is "true" ? "True" : test is "false" ? "False" : test;
        if (test is not ("None" or "True" or "False" or "defined"))
        {
            throw word.Range.Failure(ExpressionCodes.Syntax, $"'is' can't test for {word.Shown}.", "Use 'is None', 'is True', 'is False' or 'is defined', or '==' to compare.");
        }

        _reader.Take();
        return Checked(new TestNode(target.Range.To(word.Range), target, test, isNegated));
    }

    private Node ParseFiltered()
    {
        var value = ParseUnary();
        while (_reader.Accept("|"))
        {
            var name = _reader.Current;
            if (name.Kind != TokenKind.Name)
            {
                throw name.IsSymbol("|")
                    ? name.Range.Failure(ExpressionCodes.Syntax, "'||' is not part of the language.", "Write 'or'.")
                    : name.Range.Failure(ExpressionCodes.Syntax, "'|' needs the name of a filter.", "Write e.g. execution_date | date('%Y%m%d').");
            }

            _reader.Take();
            var arguments = _reader.Accept("(") ? ParseArguments() : ArgumentList.Empty;
            value = Checked(new FilterNode(value.Range.To(_reader.Last), value, name.Text, name.Range, arguments));
        }

        return value;
    }

    private Node ParseUnary()
    {
        var sign = _reader.Current;
        if (!sign.IsSymbol("-") && !sign.IsSymbol("+"))
        {
            return ParsePower();
        }

        Enter();
        _reader.Take();
        var operand = ParseUnary();
        _nesting--;
        return Checked(new UnaryNode(sign.Range.To(operand.Range), sign.Text, operand));
    }

    private Node ParsePower()
    {
        var value = new PostfixParser(_reader, ParseExpression, ParseArguments, Checked).Parse();
        if (!_reader.Accept("**"))
        {
            return value;
        }

        Enter();
        var exponent = ParseUnary();
        _nesting--;
        return Checked(new BinaryNode(value.Range.To(exponent.Range), value, "**", exponent));
    }

    private ArgumentList ParseArguments()
    {
        var positional = new List<Node>();
        var named = new List<NamedArgument>();
        while (!_reader.Accept(")"))
        {
            var first = _reader.Current;
            if (first.Kind == TokenKind.Name && _reader.Next.IsSymbol("="))
            {
                _reader.Take();
                _reader.Take();
                named.Add(new(first.Text, ParseExpression()));
            }
            else if (named.Count > 0)
            {
                throw first.Range.Failure(ExpressionCodes.Syntax, "An argument without a name comes after one with a name.", "Put the arguments without names first.");
            }
            else
            {
                positional.Add(ParseExpression());
            }

            _reader.EndItem(")");
        }

        return new(positional, named);
    }

    private Node Checked(Node node) => node.Depth <= ExpressionLimits.Depth ? node : throw TooDeep(node.Range);

    private void Enter()
    {
        if (++_nesting > ExpressionLimits.Depth)
        {
            throw TooDeep(_reader.Current.Range);
        }
    }

    private static ExpressionException TooDeep(TextRange range) => range.Failure(
        ExpressionCodes.Limit, $"The expression is nested more than {ExpressionLimits.Depth} levels deep.", "Split it, or compute the value in a task.");
}
