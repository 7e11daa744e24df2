using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Templates;

namespace ElasticJobs.Core.Pipelines;

/// <summary>What a template makes of its filled form.</summary>
/// <param name="Display">What a person would type to run it: a single line of shell.</param>
internal sealed record TaskCommand(IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Files, string Display)
{
    private const string ShellFile = "command.sh";

    /// <summary>Null: the template has none of its own.</summary>
    public string? Image { get; init; }

    public PodGroup? Group { get; init; }

    public static TaskCommand Of(TemplateSpec template, JsonObject args) => template switch
    {
        { Kind: TemplateKind.Distributed } => Distributed(args),
        { Name: BuiltInTemplates.PythonName } => Python(args),
        { Name: BuiltInTemplates.ImageName } => Shell(args) with { Image = Text(args, "image") },
        _ => Shell(args),
    };

    private static TaskCommand Distributed(JsonObject args)
    {
        var shell = Shell(args);
        var script = Text(args, "script");
        return shell with
        {
            Image = Text(args, "image") is { Length: > 0 } image ? image : null,
            Files = script.Length == 0 ? shell.Files : new Dictionary<string, string>(shell.Files) { [DistributedTemplate.ScriptFile] = script },
            Group = new PodGroup(Number(args, "workers"), Text(args, "success") == "all" ? GroupSuccess.All : GroupSuccess.Rank0, Number(args, "restarts")),
        };
    }

    private static TaskCommand Shell(JsonObject args)
    {
        var script = Text(args, "command");
        return new TaskCommand(
            ["sh", $"$EJ_POD_DIR/{ShellFile}"],
            new Dictionary<string, string> { [ShellFile] = script },
            script.Contains('\n') ? $"sh \"$EJ_POD_DIR/{ShellFile}\"" : script);
    }

    private static TaskCommand Python(JsonObject args)
    {
        const string file = DistributedTemplate.ScriptFile;
        string[] arguments = [.. Items(args["arguments"])];
        return new TaskCommand(
            ["python3", "-u", $"$EJ_POD_DIR/{file}", .. arguments],
            new Dictionary<string, string> { [file] = Text(args, "script") },
            $"python3 -u \"$EJ_POD_DIR/{file}\"{string.Concat(arguments.Select(argument => " " + Quote(argument)))}");
    }

    private static string Text(JsonObject args, string name) => args[name]?.ToString() ?? "";

    /// <summary>The form was checked: it is a whole number, perhaps as text.</summary>
    private static int Number(JsonObject args, string name) => int.Parse(Text(args, name), System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string> Items(JsonNode? node) => node switch
    {
        null => [],
        JsonArray list => list.Select(item => item?.ToString() ?? ""),
        _ => node.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
    };

    private static string Quote(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
