using System.Globalization;

namespace ElasticJobs.Core.Conditions;

/// <summary>Reads a <see cref="ResourceCondition"/>.</summary>
internal sealed class ConditionParser(string text)
{
    private const int MaximumDepth = 30;
    private static readonly string[] Signs = ["==", "!=", ">=", "<=", ">", "<"];

    private int _at;
    private int _depth;

    public ConditionNode Read()
    {
        if (text.Length > ResourceCondition.MaximumLength)
            throw new ConditionException(ResourceCondition.MaximumLength, $"it has more than {ResourceCondition.MaximumLength} characters", $"超过 {ResourceCondition.MaximumLength} 个字符");
        var condition = Or();
        return Rest.Length == 0 ? condition : throw Expected("an operator such as ==, && or ||", "运算符，如 ==、&& 或 ||");
    }

    private ReadOnlySpan<char> Rest
    {
        get
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
                _at++;
            return text.AsSpan(_at);
        }
    }

    private ConditionNode Or()
    {
        if (++_depth > MaximumDepth)
            throw new ConditionException(_at, "it is nested too deeply", "嵌套过深");
        List<ConditionNode> parts = [And()];
        while (Take("||"))
            parts.Add(And());
        _depth--;
        return parts is [var only] ? only : new ConditionNode.Or(parts);
    }

    private ConditionNode And()
    {
        List<ConditionNode> parts = [Not()];
        while (Take("&&") || Take(","))
            parts.Add(Not());
        return parts is [var only] ? only : new ConditionNode.And(parts);
    }

    private ConditionNode Not()
    {
        if (!Rest.StartsWith("!") || Rest.StartsWith("!="))
            return Comparison();
        if (++_depth > MaximumDepth)
            throw new ConditionException(_at, "it is nested too deeply", "嵌套过深");
        Take("!");
        var part = Not();
        _depth--;
        return new ConditionNode.Not(part);
    }

    private ConditionNode Comparison()
    {
        if (Take("("))
        {
            var inner = Or();
            Need(")");
            return inner;
        }

        var path = Path();
        foreach (var sign in Signs)
        {
            if (Take(sign))
                return new ConditionNode.Compared(path, sign, [Value()]);
        }

        return TakeWord("in") ? new ConditionNode.Compared(path, "in", Values()) : new ConditionNode.Found(path);
    }

    private List<ConditionValue> Values()
    {
        Need("(");
        List<ConditionValue> values = [Value()];
        while (Take(","))
            values.Add(Value());
        Need(")");
        return values;
    }

    private ConditionPath Path()
    {
        List<ConditionPath.Step> steps = [];
        var isRoot = Take("$") || Take("@");
        if (!isRoot)
        {
            Take(".");
            steps.Add(new ConditionPath.Field(Name()));
        }

        while (true)
        {
            // A step follows without a blank before it.
            if (_at < text.Length && text[_at] == '.')
            {
                _at++;
                steps.Add(_at < text.Length && text[_at] == '*' ? Star() : new ConditionPath.Field(Name()));
            }
            else if (_at < text.Length && text[_at] == '[')
            {
                _at++;
                steps.Add(Bracket());
            }
            else
            {
                return new ConditionPath(steps);
            }
        }
    }

    private ConditionPath.Every Star()
    {
        Need("*");
        return new ConditionPath.Every();
    }

    private ConditionPath.Step Bracket()
    {
        ConditionPath.Step step;
        if (Take("?"))
        {
            Need("(");
            step = new ConditionPath.Filter(Or());
            Need(")");
        }
        else if (Rest is ['*', ..])
        {
            step = Star();
        }
        else if (Rest is ['"' or '\'', ..])
        {
            step = new ConditionPath.Field(Quoted());
        }
        else
        {
            var (start, word) = (_at, Word());
            step = int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index)
                ? new ConditionPath.Item(index)
                : throw new ConditionException(start, "between [ and ] stands a number, a quoted name, * or ?(...)", "[ ] 之间应为数字、带引号的名称、* 或 ?(...)");
        }

        Need("]");
        return step;
    }

    private string Name()
    {
        var start = _at;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '_' or '-' or '/'))
            _at++;
        return _at > start ? text[start.._at] : throw Expected("a path such as status.phase", "路径，如 status.phase");
    }

    private ConditionValue Value()
    {
        if (Rest is ['"' or '\'', ..])
            return new ConditionValue(Quoted());
        return Word() is { Length: > 0 } word ? new ConditionValue(word == "null" ? null : word) : throw Expected("a value such as 0 or \"True\"", "值，如 0 或 \"True\"");
    }

    private string Word()
    {
        _ = Rest;
        var start = _at;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '_' or '-' or '.' or '+' or '/'))
            _at++;
        return text[start.._at];
    }

    private string Quoted()
    {
        var (start, quote) = (_at, text[_at]);
        var end = text.IndexOf(quote, start + 1);
        if (end < 0)
            throw new ConditionException(start, "the quote is not closed", "引号未闭合");
        _at = end + 1;
        return text[(start + 1)..end];
    }

    private bool Take(string sign)
    {
        if (!Rest.StartsWith(sign))
            return false;
        _at += sign.Length;
        return true;
    }

    private bool TakeWord(string word)
    {
        if (!Rest.StartsWith(word) || (Rest.Length > word.Length && char.IsLetterOrDigit(Rest[word.Length])))
            return false;
        _at += word.Length;
        return true;
    }

    private void Need(string sign)
    {
        if (!Take(sign))
            throw Expected($"'{sign}'", $"'{sign}'");
    }

    private ConditionException Expected(string en, string zh) =>
        _at < text.Length ? new(_at, $"{en} was expected, not '{text[_at]}'", $"应为{zh}，而不是 '{text[_at]}'") : new(_at, $"{en} is missing", $"缺少{zh}");
}
