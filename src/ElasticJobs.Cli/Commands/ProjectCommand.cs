using System.CommandLine;
using System.Text.Json.Nodes;
using ElasticJobs.Cli.Server;
using ElasticJobs.Core.Projects;

namespace ElasticJobs.Cli.Commands;

internal static class ProjectCommand
{
    /// <summary>Options and the fields of the project that they set.</summary>
    private static readonly (string Option, string[] Path, string Description)[] Fields =
    [
        ("--description", ["description"], "What it is for"),
        ("--context", ["place", "context"], "Context of the console's kubeconfig; needs --namespace"),
        ("--namespace", ["place", "namespace"], "Namespace of its pods; made if there is none"),
        ("--cpu", ["place", "quota", "cpu"], "Cores that its pods may request together, e.g. 8"),
        ("--memory", ["place", "quota", "memory"], "Memory that its pods may request together, e.g. 32Gi"),
        ("--gpu", ["place", "quota", "gpu"], "GPUs that its pods may request together"),
        ("--pods", ["place", "quota", "pods"], "Pods that may be there at once"),
        ("--service-account", ["place", "serviceAccount"], "Account of tasks that name none"),
        ("--workspace-size", ["place", "workspace", "size"], "Size of the claim for workspaces, e.g. 100Gi"),
        ("--storage-class", ["place", "workspace", "storageClass"], "Its storage class"),
    ];

    public static Command Create(CommandContext context) => new("project", "Make, change and delete projects; for admins of the console") { Apply(context), Delete(context) };

    private static Command Apply(CommandContext context)
    {
        var name = new Argument<string?>("name") { Arity = ArgumentArity.ZeroOrOne, Description = "Name of the project; may stand in the file instead" };
        var file = new Option<string?>("--file", "-f") { Description = "YAML or JSON with name, description and place; - is standard input. It is the whole project" };
        var pullSecrets = new Option<string[]>("--pull-secret") { Description = "Name of a secret by which images are pulled; may be repeated" };
        var options = Fields.Select(field => (Option: new Option<string?>(field.Option) { Description = field.Description }, field.Path)).ToList();
        var command = new Command("apply", "Make a project, or change what the options name; an empty value takes it out") { name, file, pullSecrets };
        foreach (var (option, _) in options)
        {
            command.Options.Add(option);
        }

        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var given = parsed.GetValue(file) is { } path ? await ReadAsync(path, cancellationToken) : null;
            var project = parsed.GetValue(name) ?? given?["name"]?.ToString()
                ?? throw new CliException("The project has no name.", "Give it: ejobs project apply NAME, or a field 'name' in the file.");
            var body = given ?? await PresentAsync(client, project, cancellationToken);
            body.Remove("name");
            foreach (var (option, at) in options.Where(one => parsed.GetValue(one.Option) is not null))
            {
                Set(body, at, parsed.GetValue(option)!);
            }

            if (parsed.GetValue(pullSecrets) is { Length: > 0 } secrets)
            {
                Part(body, "place")["pullSecrets"] = new JsonArray([.. secrets.Where(secret => secret.Length > 0).Select(secret => (JsonNode)secret)]);
            }

            var put = await client.PutAsync(Address(project), body, cancellationToken);
            var state = put["state"] is { } place ? $", {place["phase"]!.ToString().ToLowerInvariant()}" : "";
            await output.WriteLineAsync($"project {project} is stored{(put["namespace"] is { } ns ? $": namespace {ns} of {put["context"]}{state}" : "")}");
            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static Command Delete(CommandContext context)
    {
        var name = new Argument<string>("name");
        var withNamespace = new Option<bool>("--delete-namespace") { Description = "The namespace too, if it is the console's own" };
        var command = new Command("delete", "Delete a project that has no pipelines and runs") { name, withNamespace };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var project = parsed.GetValue(name)!;
            await client.DeleteAsync(Address(project) + (parsed.GetValue(withNamespace) ? "?namespace=delete" : ""), cancellationToken);
            await output.WriteLineAsync($"project {project} is deleted");
            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static string Address(string project) => $"/api/v1/projects/{Uri.EscapeDataString(project)}";

    /// <summary>What options leave out stays as it is. A new project begins empty.</summary>
    private static async Task<JsonObject> PresentAsync(ApiClient client, string project, CancellationToken cancellationToken)
    {
        var all = await client.GetAsync("/api/v1/projects", cancellationToken);
        var known = all.AsArray().FirstOrDefault(one => one!["name"]!.ToString() == project);
        return new JsonObject { ["description"] = known?["description"]?.DeepClone(), ["place"] = known?["place"]?.DeepClone() };
    }

    private static void Set(JsonObject body, string[] path, string value)
    {
        foreach (var part in path[..^1])
        {
            body = Part(body, part);
        }

        body[path[^1]] = value;
    }

    private static JsonObject Part(JsonObject body, string name)
    {
        if (body[name] is not JsonObject part)
        {
            body[name] = part = [];
        }

        return part;
    }

    private static async Task<JsonObject> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var text = await DocumentFile.ReadAsync(path, "Give the path of a project's YAML or JSON.", cancellationToken);
        var (fields, problem) = ProjectReader.Read(text);
        return fields ?? throw new CliException($"{path}{(problem!.Line is { } line ? $", line {line}" : "")}: {problem.Message}", problem.Fix);
    }
}
