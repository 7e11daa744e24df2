using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ElasticJobs.Tests.Shared.Kubernetes;

/// <summary>Label and field selectors.</summary>
internal static partial class FakeSelectors
{
    public static bool Matches(JsonObject value, string? labelSelector, string? fieldSelector) =>
        Terms(labelSelector).All(term => Holds(term, name => (string?)value["metadata"]?["labels"]?[name])) && Terms(fieldSelector).All(term => Holds(term, path => At(value, path)));

    private static bool Holds(string term, Func<string, string?> read)
    {
        if (SetTerm().Match(term) is { Success: true } set)
        {
            var isIn = set.Groups["list"].Value.Split(',').Select(item => item.Trim()).Contains(read(set.Groups["name"].Value));
            return isIn == (set.Groups["not"].Length == 0);
        }

        if (term.Split("!=") is [var unequalName, var other])
            return read(unequalName.Trim()) != other.Trim();
        if (term.Split('=', StringSplitOptions.RemoveEmptyEntries) is [var name, var value])
            return read(name.Trim()) == value.Trim();
        return term.StartsWith('!') ? read(term[1..]) is null : read(term) is not null;
    }

    private static string? At(JsonObject value, string path) => path.Split('.').Aggregate((JsonNode?)value, (node, field) => node?[field])?.ToString();

    /// <summary>Commas within parentheses belong to a set.</summary>
    private static IEnumerable<string> Terms(string? selector) => string.IsNullOrEmpty(selector) ? [] : TopLevelComma().Split(selector).Select(term => term.Trim());

    [GeneratedRegex(@"^(?<name>\S+)\s+(?<not>not)?(?:in|\s+in)\s*\((?<list>[^)]*)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SetTerm();

    [GeneratedRegex(@",(?![^(]*\))", RegexOptions.None, 1000)]
    private static partial Regex TopLevelComma();
}
