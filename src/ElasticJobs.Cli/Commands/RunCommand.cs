using System.CommandLine;
using System.Text.Json.Nodes;

namespace ElasticJobs.Cli.Commands;

internal static class RunCommand
{
    public static Command Create(CommandContext context)
    {
        var name = new Argument<string>("pipeline");
        var parameters = new Option<string[]>("--parameter", "-p") { Description = "name=value; may be given again" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Show states and logs until the end; the exit code follows the run's" };
        var command = new Command("run", "Start a run") { name, parameters, follow };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var body = new JsonObject { ["parameters"] = Parameters(parsed.GetValue(parameters) ?? []) };
            var started = await client.PostAsync(client.InProject($"pipelines/{Uri.EscapeDataString(parsed.GetValue(name)!)}/runs"), body, cancellationToken);
            var id = started["id"]!.GetValue<Guid>();
            await output.WriteLineAsync($"run {id} started");
            return parsed.GetValue(follow) ? await new RunFollower(client, output, id).FollowAsync(cancellationToken) : ExitCodes.Succeeded;
        });
        return command;
    }

    /// <summary>Values stay text; the console reads them by each parameter's type.</summary>
    private static JsonObject Parameters(string[] given)
    {
        var parameters = new JsonObject();
        foreach (var pair in given)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw new CliException($"'{pair}' is no parameter.", "Write -p name=value.");
            }

            parameters[pair[..at]] = pair[(at + 1)..];
        }

        return parameters;
    }
}
