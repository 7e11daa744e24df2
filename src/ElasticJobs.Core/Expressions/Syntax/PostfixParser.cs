namespace ElasticJobs.Core.Expressions.Syntax;

/// <summary>Values and what is written behind them: members, calls, indexes and slices.</summary>
internal sealed class PostfixParser(TokenReader reader, Func<Node> parseExpression, Func<ArgumentList> parseArguments, Func<Node, Node> check)
{
    public Node Parse()
    {
        var value = ParsePrimary();
        while (true)
        {
            if (reader.Accept("."))
            {
                value = ParseMember(value);
            }
            else if (reader.Accept("("))
            {
                var arguments = parseArguments();
                value = check(new CallNode(value.Range.To(reader.Last), value, arguments));
            }
            else if (reader.Accept("["))
            {
                value = ParseIndex(value);
            }
            else
            {
                return value;
            }
        }
    }

    private Node ParseMember(Node target)
    {
        var name = reader.Current;
        if (name.Kind != TokenKind.Name)
        {
            throw name.Range.Failure(ExpressionCodes.Syntax, $"A name is missing after '.', before {name.Shown}.", "Write the name of a member, or use ['name'] for names with other characters.");
        }

        reader.Take();
        return check(new MemberNode(target.Range.To(name.Range), target, name.Text, name.Range));
    }

    private Node ParseIndex(Node target)
    {
        Node? from = null, to = null, step = null;
        if (!reader.Current.IsSymbol(":"))
        {
            from = parseExpression();
            if (reader.Accept("]"))
            {
                return check(new IndexNode(target.Range.To(reader.Last), target, from));
            }
        }

        reader.Expect(":");
        if (!reader.Current.IsSymbol("]") && !reader.Current.IsSymbol(":"))
        {
            to = parseExpression();
        }

        if (reader.Accept(":") && !reader.Current.IsSymbol("]"))
        {
            step = parseExpression();
        }

        reader.Expect("]");
        return check(new SliceNode(target.Range.To(reader.Last), target, from, to, step));
    }

    private Node ParsePrimary()
    {
        var token = reader.Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                reader.Take();
                return new LiteralNode(token.Range, NumberLiteral.Value(token));
            case TokenKind.Text:
                reader.Take();
                return new LiteralNode(token.Range, new TextValue(token.Text));
            case TokenKind.Name:
                return ParseName(token);
        }

        if (reader.Accept("("))
        {
            var inner = parseExpression();
            reader.Expect(")");
            return inner;
        }

        return reader.Accept("[") ? ParseList(token.Range) : reader.Accept("{") ? ParseDict(token.Range) : throw reader.Unexpected();
    }

    private Node ParseName(Token token)
    {
        ExpressionValue? constant = token.Text switch
        {
            "True" or "true" => BoolValue.True,
            "False" or "false" => BoolValue.False,
            "None" or "none" or "null" => NullValue.Instance,
            _ => null,
        };
        if (constant is null && token.Text is "and" or "or" or "not" or "in" or "is" or "if" or "else" or "for" or "lambda" or "import")
        {
            throw reader.Unexpected();
        }

        reader.Take();
        return constant is null ? new NameNode(token.Range, token.Text) : new LiteralNode(token.Range, constant);
    }

    private Node ParseList(TextRange start)
    {
        var items = new List<Node>();
        while (!reader.Accept("]"))
        {
            items.Add(parseExpression());
            reader.EndItem("]");
        }

        return check(new ListNode(start.To(reader.Last), items));
    }

    private Node ParseDict(TextRange start)
    {
        var items = new List<(Node, Node)>();
        while (!reader.Accept("}"))
        {
            var key = parseExpression();
            reader.Expect(":");
            items.Add((key, parseExpression()));
            reader.EndItem("}");
        }

        return check(new DictNode(start.To(reader.Last), items));
    }
}
