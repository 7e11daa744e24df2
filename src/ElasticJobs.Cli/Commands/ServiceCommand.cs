using System.CommandLine;
using static ElasticJobs.Cli.Cells;

namespace ElasticJobs.Cli.Commands;

internal static class ServiceCommand
{
    public static Command Create(CommandContext context) => new("service", "Elastic jobs of the project")
    {
        List(context),
        ServiceShowCommand.Create(context),
        ServiceLogsCommand.Create(context),
        Apply(context),
        Turn(context, "stop", "Take no more tasks and end the instances; what waits stays", "is stopped"),
        Turn(context, "start", "Take tasks again", "is started"),
        Delete(context),
        ServiceTokenCommand.Create(context),
    };

    /// <summary>Under the project.</summary>
    public static string Address(string service) => $"services/{Uri.EscapeDataString(service)}";

    public static Argument<string> Service() => new("service") { Description = "Name, with a group GROUP.NAME" };

    public static Option<bool> Json() => new("--json") { Description = "The API's answer as it is" };

    private static Command List(CommandContext context)
    {
        var json = Json();
        var command = new Command("list", "Elastic jobs by name") { json };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var services = await client.GetAsync(client.InProject("services"), cancellationToken);
            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(services.ToString());
                return ExitCodes.Succeeded;
            }

            await Table.WriteAsync(output, ["NAME", "KIND", "STATE", "VERSION", "CHANGED", "BY"], services.AsArray().Select(row => new[]
            {
                Text(row!["name"]), Text(row["kind"]), Text(row["state"]), Text(row["version"]), Time(row["updatedAt"]), Text(row["updatedBy"]),
            }));
            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static Command Apply(CommandContext context)
    {
        var file = new Option<string>("--file", "-f") { Description = "The document: EAS's service JSON, or its keys as YAML; - is standard input", Required = true };
        var command = new Command("apply", "Deploy an elastic job, or change it") { file };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var text = await DocumentFile.ReadAsync(parsed.GetValue(file)!, "Give the path of an elastic job's document.", cancellationToken);
            await ServiceDocument.SaveAsync(client, text, output, parsed.InvocationConfiguration.Error, cancellationToken);
            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static Command Turn(CommandContext context, string verb, string description, string done)
    {
        var service = Service();
        var command = new Command(verb, description) { service };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var name = parsed.GetValue(service)!;
            await client.PostAsync(client.InProject($"{Address(name)}/{verb}"), null, cancellationToken);
            await output.WriteLineAsync($"service {name} {done}");
            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static Command Delete(CommandContext context)
    {
        var service = Service();
        var force = new Option<bool>("--force") { Description = "Also while tasks are not done; they go with it" };
        var command = new Command("delete", "Delete an elastic job with its queue") { service, force };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var name = parsed.GetValue(service)!;
            try
            {
                await client.DeleteAsync(client.InProject(Address(name) + (parsed.GetValue(force) ? "?force=true" : "")), cancellationToken);
            }
            catch (CliException exception) when (exception.Code == "service_has_tasks")
            {
                // The API's own fix is a parameter of its address.
                throw new CliException(exception.Message, "Wait until they are, or delete it with them: --force.") { Code = exception.Code };
            }

            await output.WriteLineAsync($"service {name} is deleted");
            return ExitCodes.Succeeded;
        });
        return command;
    }
}
