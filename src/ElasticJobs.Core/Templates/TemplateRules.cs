using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Templates.Manifests;

namespace ElasticJobs.Core.Templates;

/// <summary>What single fields of a form can't tell.</summary>
internal static class TemplateRules
{
    public static IReadOnlyList<Problem> Check(TemplateSpec template, JsonObject args, string path)
    {
        List<Problem> problems = [];
        if (template.Kind == TemplateKind.Resource)
        {
            ResourceManifests.Check(args, path, problems);
        }

        if (template.Kind == TemplateKind.Queue)
        {
            QueueTaskArgs.Check(args, path, problems);
        }

        // Left to its default, the command runs the script.
        if (template.Kind == TemplateKind.Distributed && Text(args, "script") is null && (Text(args, "command") is not { } command || command == Default(template, "command")))
        {
            problems.Add(ProblemTexts.Make($"{path}.script", ProblemCodes.ArgMissing, "script"));
        }

        return problems;
    }

    private static string? Text(JsonObject args, string name) => args[name]?.ToString() is { Length: > 0 } text ? text : null;

    private static string? Default(TemplateSpec template, string name) => template.AllParameters.First(parameter => parameter.Name == name).Default?.ToString();
}
