using System.CommandLine;
using static ElasticJobs.Cli.Cells;

namespace ElasticJobs.Cli.Commands;

/// <summary>Tokens that open one elastic job's queue and nothing else, for its clients.</summary>
internal static class ServiceTokenCommand
{
    public static Command Create(CommandContext context) => new("token", "Tokens of an elastic job's queue") { List(context), Put(context), Delete(context) };

    private static Command List(CommandContext context)
    {
        var service = ServiceCommand.Service();
        var json = ServiceCommand.Json();
        var command = new Command("list", "The tokens with their secrets") { service, json };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var tokens = await client.GetAsync(client.InProject(ServiceCommand.Address(parsed.GetValue(service)!) + "/tokens"), cancellationToken);
            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(tokens.ToString());
                return ExitCodes.Succeeded;
            }

            await Table.WriteAsync(output, ["NAME", "SECRET", "MADE", "BY"], tokens.AsArray().Select(row => new[]
            {
                Text(row!["name"]), Text(row["secret"]), Time(row["createdAt"]), Text(row["createdBy"]),
            }));
            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static Command Put(CommandContext context)
    {
        var service = ServiceCommand.Service();
        var name = Name();
        var json = ServiceCommand.Json();
        var command = new Command("put", "Make a token, or give one that is there a new secret; prints the secret") { service, name, json };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var put = await client.PutAsync(client.InProject(Address(parsed.GetValue(service)!, parsed.GetValue(name)!)), new System.Text.Json.Nodes.JsonObject(), cancellationToken);
            await output.WriteLineAsync(parsed.GetValue(json) ? put.ToString() : Text(put["secret"]));
            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static Command Delete(CommandContext context)
    {
        var service = ServiceCommand.Service();
        var name = Name();
        var command = new Command("delete", "Remove a token; what uses it is shut out") { service, name };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            await client.DeleteAsync(client.InProject(Address(parsed.GetValue(service)!, parsed.GetValue(name)!)), cancellationToken);
            await output.WriteLineAsync($"token {parsed.GetValue(name)} of service {parsed.GetValue(service)} is deleted");
            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static Argument<string> Name() => new("name") { Description = "Name of the token, e.g. notebook" };

    private static string Address(string service, string token) => $"{ServiceCommand.Address(service)}/tokens/{Uri.EscapeDataString(token)}";
}
