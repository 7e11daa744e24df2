using ElasticJobs.Core.Expressions.Sentences;

namespace ElasticJobs.Core.Expressions.Evaluation;

/// <summary>Parameters of a function, as <c>"old, new, count?"</c>; <c>"*values"</c> takes any number.</summary>
internal sealed class Signature
{
    private readonly string _text;
    private readonly int _required;

    public Signature(string text)
    {
        _text = text;
        IsVariadic = text.StartsWith('*');
        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        _required = IsVariadic ? 0 : names.Count(name => !name.EndsWith('?'));
        Names = IsVariadic ? [] : [.. names.Select(name => name.TrimEnd('?'))];
    }

    public bool IsVariadic { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>The slot of each named argument, or what is wrong with the call.</summary>
    public Sentence? Problem(int positional, IReadOnlyList<string> named)
    {
        if (IsVariadic)
        {
            return named.Count == 0 ? null : (Sentence)"It takes no arguments with names.";
        }

        if (positional > Names.Count)
        {
            return TooMany(positional);
        }

        var given = Names.Take(positional).ToHashSet(StringComparer.Ordinal);
        foreach (var name in named)
        {
            if (!Names.Contains(name))
            {
                return $"It has no argument '{name}'.";
            }

            if (!given.Add(name))
            {
                return $"The argument '{name}' is given twice.";
            }
        }

        var missing = Names.Take(_required).FirstOrDefault(name => !given.Contains(name));
        return missing is null ? null : Missing(missing);
    }

    private Sentence TooMany(int positional)
    {
        if (Names.Count == 0)
        {
            return "It takes no arguments.";
        }

        return $"It takes at most {Names.Count} argument(s), not {positional}.";
    }

    private static Sentence Missing(string name) => $"The argument '{name}' is missing.";

    public override string ToString() => _text;

    public string Show(string name) => $"{name}({_text})";
}
