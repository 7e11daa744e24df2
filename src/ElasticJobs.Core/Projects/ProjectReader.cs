using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Core.Projects;

/// <summary>Reads a project that a person wrote as YAML or JSON: a mapping with name, description and place.</summary>
public static class ProjectReader
{
    /// <summary>Either the fields as the API takes them, or what is wrong with the text. Fields are checked by who takes them.</summary>
    public static (JsonObject? Fields, Problem? Problem) Read(string text)
    {
        var (root, problem) = YamlReading.ReadMapping(text.TrimStart('\ufeff'), ProjectCodes.NoProject);
        return root is null ? (null, problem) : (Texts(root), null);
    }

    /// <summary>Amounts are texts for the API, and numbers in most people's YAML.</summary>
    private static JsonObject Texts(JsonObject fields)
    {
        if ((fields["place"] as JsonObject)?["quota"] is JsonObject quota)
        {
            foreach (var (name, amount) in quota.ToList())
                quota[name] = amount?.ToString();
        }

        return fields;
    }
}
