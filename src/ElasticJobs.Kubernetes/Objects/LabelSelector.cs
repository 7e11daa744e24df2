using System.Text.RegularExpressions;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>A label selector as kubectl takes it, asked here, so that one watch of a namespace's pods serves many: <c>a=b,c!=d,e in (x, y),f notin (z),g,!h</c>.</summary>
internal sealed partial class LabelSelector
{
    private readonly IReadOnlyList<Requirement> _requirements;

    private LabelSelector(IReadOnlyList<Requirement> requirements) => _requirements = requirements;

    /// <exception cref="FormatException">It is none, or selects everything.</exception>
    public static LabelSelector Parse(string text)
    {
        var requirements = Commas().Split(text).Select(term => term.Trim()).Where(term => term.Length > 0).Select(Read).ToList();
        return requirements.Count > 0 ? new LabelSelector(requirements) : throw new FormatException("It selects every pod.");
    }

    public bool Matches(IReadOnlyDictionary<string, string>? labels) => _requirements.All(requirement => requirement.Holds(labels?.GetValueOrDefault(requirement.Label)));

    private static Requirement Read(string term)
    {
        if (Set().Match(term) is { Success: true } set)
            return new Requirement(set.Groups["label"].Value, [.. set.Groups["values"].Value.Split(',').Select(value => value.Trim())], set.Groups["not"].Success);
        if (Comparison().Match(term) is { Success: true } compared)
            return new Requirement(compared.Groups["label"].Value, [compared.Groups["value"].Value], compared.Groups["not"].Success);
        return Existence().Match(term) is { Success: true } exists
            ? new Requirement(exists.Groups["label"].Value, null, exists.Groups["not"].Success)
            : throw new FormatException($"'{term}' is no requirement on a label.");
    }

    [GeneratedRegex(@",(?![^(]*\))", RegexOptions.None, 1000)]
    private static partial Regex Commas();

    [GeneratedRegex(@"^(?<label>[\w./-]+)\s+(?<not>not)?in\s*\((?<values>[\w./\-,\s]*)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Set();

    [GeneratedRegex(@"^(?<label>[\w./-]+)\s*((?<not>!)=|==?)\s*(?<value>[\w.-]*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comparison();

    [GeneratedRegex(@"^(?<not>!\s*)?(?<label>[\w./-]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Existence();

    /// <param name="Values">Null: any.</param>
    private sealed record Requirement(string Label, IReadOnlyList<string>? Values, bool IsNegated)
    {
        /// <param name="value">Null: it has no such label, which is unequal to every value.</param>
        public bool Holds(string? value) => (value is not null && Values?.Contains(value) != false) != IsNegated;
    }
}
