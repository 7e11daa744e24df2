using System.CommandLine;
using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Cli.Commands;

internal static class ApplyCommand
{
    public static Command Create(CommandContext context)
    {
        var file = new Option<string[]>("--file", "-f") { Description = "Document of a pipeline or an elastic job, YAML or JSON; a folder takes each in it; - is standard input", Required = true, AllowMultipleArgumentsPerToken = true };
        var command = new Command("apply", "Save pipelines and elastic jobs; a changed one becomes a new revision or version") { file };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            foreach (var path in Files(parsed.GetValue(file)!))
            {
                var text = await DocumentFile.ReadAsync(path, "Give the path of a document.", cancellationToken);
                if (ServiceDocument.IsMeant(text))
                {
                    await ServiceDocument.SaveAsync(client, text, output, parsed.InvocationConfiguration.Error, cancellationToken);
                    continue;
                }

                // Only the name is needed here; the console checks the rest with the same code and names every place.
                var read = PipelineReader.Read(text);
                var name = read.Document?.Metadata.Name;
                if (string.IsNullOrEmpty(name))
                {
                    throw new CliException(
                        $"{path} has no metadata.name.", "A pipeline document begins with apiVersion, kind and metadata: {name: ...}.", [.. read.Problems.Select(Describe)]);
                }

                var saved = await client.SendDocumentAsync(HttpMethod.Put, client.InProject($"pipelines/{Uri.EscapeDataString(name)}"), text, cancellationToken);
                var verb = saved["created"]!.GetValue<bool>() ? "saved as" : "unchanged, still";
                await output.WriteLineAsync($"pipeline {name} {verb} revision {saved["revision"]}");
            }

            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static string Describe(Problem problem) => $"line {problem.Line ?? 1}, {problem.Path}: {problem.Message} {problem.Fix}";

    private static IEnumerable<string> Files(string[] given) => given.SelectMany(path => Directory.Exists(path)
        ? Directory.EnumerateFiles(path).Where(file => Path.GetExtension(file) is ".yaml" or ".yml" or ".json").Order(StringComparer.Ordinal)
        : (IEnumerable<string>)[path]);
}
