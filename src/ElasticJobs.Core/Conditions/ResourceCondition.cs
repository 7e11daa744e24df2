using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ElasticJobs.Core.Conditions;

/// <summary>
/// A question to a Kubernetes object, e.g. <c>status.succeeded &gt; 0</c> or <c>status.conditions[?(@.type == "Complete")].status == "True"</c>: JSONPath's paths, compared with
/// <c>== != &lt; &lt;= &gt; &gt;=</c> and <c>in (a, b)</c>, joined by <c>&amp;&amp;</c> (also <c>,</c>, as in Argo), <c>||</c>, <c>!</c> and brackets. A comparison holds when it holds for any value that
/// its path finds; of a path that finds nothing, none does. A path alone asks whether it finds anything but <c>false</c> and <c>null</c>. Values are <c>"text"</c>, <c>'text'</c>, numbers, <c>true</c>,
/// <c>false</c>, <c>null</c>, or a bare word, which is text. Texts and numbers that look alike are equal. Immutable.
/// </summary>
public sealed class ResourceCondition
{
    /// <summary>In characters.</summary>
    public const int MaximumLength = 2000;

    private readonly ConditionNode _root;

    private ResourceCondition(string text, ConditionNode root)
    {
        Text = text;
        _root = root;
    }

    public string Text { get; }

    /// <exception cref="FormatException">It is none; the message says why and where.</exception>
    public static ResourceCondition Parse(string text) =>
        TryParse(text, out var condition, out var error) ? condition : throw new FormatException($"'{text}' is no condition; at character {error.Position + 1}: {error.En}.");

    internal static bool TryParse(string text, [NotNullWhen(true)] out ResourceCondition? condition, [NotNullWhen(false)] out ConditionError? error)
    {
        try
        {
            (condition, error) = (new ResourceCondition(text, new ConditionParser(text).Read()), null);
            return true;
        }
        catch (ConditionException exception)
        {
            (condition, error) = (null, exception.Error);
            return false;
        }
    }

    /// <summary>The first text that a path finds. Null: none, or the path is none.</summary>
    public static string? TextAt(string path, JsonNode? value) => TryParse(path, out var condition, out _) && condition._root is ConditionNode.Found found
        ? found.Path.Find(value).Select(ConditionValue.Of).FirstOrDefault(text => text?.Text is { Length: > 0 })?.Text
        : null;

    /// <param name="value">The object as the API server gives it.</param>
    public bool Holds(JsonNode? value) => _root.Holds(value);

    public override string ToString() => Text;
}
