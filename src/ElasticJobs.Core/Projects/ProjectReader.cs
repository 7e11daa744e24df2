using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ElasticJobs.Core.Projects;

/// <summary>Reads a project that a person wrote as YAML or JSON: a mapping with name, description and place.</summary>
public static class ProjectReader
{
    /// <summary>Either the fields as the API takes them, or what is wrong with the text. Fields are checked by who takes them.</summary>
    public static (JsonObject? Fields, Problem? Problem) Read(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new BoundedParser(new Parser(new StringReader(text.TrimStart('\ufeff')))));
        }
        catch (YamlException exception)
        {
            return (null, ProblemTexts.Make("", ProblemCodes.Syntax, exception.Message) with { Line = (int)exception.Start.Line, Column = (int)exception.Start.Column });
        }
        catch (InvalidOperationException)
        {
            // The library's scanner gives up like this on a bracket that is not closed.
            return (null, ProblemTexts.Make("", ProblemCodes.Syntax, "a bracket, brace or quote is not closed"));
        }

        return stream.Documents is [{ RootNode: YamlMappingNode root }] ? (Texts(YamlReading.ToJson(root)!.AsObject()), null) : (null, ProblemTexts.Make("", ProjectCodes.NoProject));
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
