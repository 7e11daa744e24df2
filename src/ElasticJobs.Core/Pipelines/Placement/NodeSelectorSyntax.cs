namespace ElasticJobs.Core.Pipelines.Placement;

/// <summary>Labels that a node must have: a mapping, or <c>k=v;k=v</c> as in cube-studio.</summary>
public static class NodeSelectorSyntax
{
    public const string Example = "disk=ssd;zone=a";

    /// <param name="wrong">The first part that is no label.</param>
    internal static bool TryRead(string text, out Dictionary<string, string> labels, out string wrong)
    {
        labels = [];
        foreach (var part in text.Split([';', ',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [var key, var value])
            {
                wrong = part;
                return false;
            }

            labels[key] = value;
        }

        wrong = "";
        return true;
    }

    public static string Format(IReadOnlyDictionary<string, string> labels) => string.Join(';', labels.Select(label => $"{label.Key}={label.Value}"));

    public static void Check(IReadOnlyDictionary<string, string> labels, string path, ICollection<Problem> problems)
    {
        foreach (var (key, value) in labels)
        {
            if (!KubernetesNames.IsLabelKey(key))
            {
                problems.Add(ProblemTexts.Make($"{path}.{key}", ProblemCodes.BadLabel, key, "key", Example, "键"));
            }
            else if (!KubernetesNames.IsLabelValue(value))
            {
                problems.Add(ProblemTexts.Make($"{path}.{key}", ProblemCodes.BadLabel, value, "value", Example, "值"));
            }
        }
    }
}
