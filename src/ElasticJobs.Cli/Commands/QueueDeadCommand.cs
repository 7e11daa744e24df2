using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using ElasticJobs.Cli.Server;
using static ElasticJobs.Cli.Cells;

namespace ElasticJobs.Cli.Commands;

/// <summary>Tasks that were given to instances too often.</summary>
internal static class QueueDeadCommand
{
    public static Command Create(CommandContext context) => new("dead", "Dead letters: tasks that were given to instances too often")
    {
        List(context),
        Show(context),
        QueueDeadEditCommand.Create(context),
        Replay(context),
        Drop(context),
    };

    public static string Address(string service) => $"/api/v1/queues/{Uri.EscapeDataString(service)}/dead";

    public static Argument<long> Index() => new("index") { Description = "As list prints it" };

    private static Command List(CommandContext context)
    {
        var (service, json) = (ServiceCommand.Service(), ServiceCommand.Json());
        var length = new Option<int>("--length", "-n") { Description = "At most so many, 1 to 500", DefaultValueFactory = _ => 100 };
        var from = new Option<long>("--from") { Description = "Least index" };
        var command = new Command("list", "Those that are there, and why") { service, length, from, json };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var page = await client.GetAsync(string.Create(CultureInfo.InvariantCulture, $"{Address(parsed.GetValue(service)!)}?from={parsed.GetValue(from)}&limit={parsed.GetValue(length)}"), cancellationToken);
            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(page.ToString());
                return ExitCodes.Succeeded;
            }

            await Table.WriteAsync(output, ["INDEX", "REQUEST", "PUT", "BYTES", "TRIED", "TAGS", "WHY"], page["items"]!.AsArray().Select(row => new[]
            {
                Text(row!["index"]), Text(row["requestId"]), Time(row["putAt"]), Text(row["size"]), Text(row["deliveries"]), Tags(row["tags"]!, " "), Text(row["reason"]),
            }));
            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static Command Show(CommandContext context)
    {
        var (service, index, json) = (ServiceCommand.Service(), Index(), ServiceCommand.Json());
        var payload = new Option<bool>("--payload") { Description = "Its payload alone, byte for byte" };
        var command = new Command("show", "One with its payload") { service, index, payload, json };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var dead = await client.GetAsync(string.Create(CultureInfo.InvariantCulture, $"{Address(parsed.GetValue(service)!)}/{parsed.GetValue(index)}"), cancellationToken);
            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(dead.ToString());
            }
            else if (!parsed.GetValue(payload))
            {
                await output.WriteLineAsync($"request {dead["requestId"]}, put {Time(dead["putAt"])}, tried {dead["deliveries"]} times, priority {dead["priority"]}\nwhy: {dead["reason"]}\n{Tags(dead["tags"]!, "\n")}\n");
                await output.WriteLineAsync(dead["text"] is { } text ? Text(text) : $"({dead["size"]} bytes that are no text; --payload has them)");
            }
            else if (dead["text"] is { } text)
            {
                await output.WriteAsync(Text(text));
            }
            else
            {
                await using var bytes = Console.OpenStandardOutput();
                await bytes.WriteAsync(Convert.FromBase64String(Text(dead["data"])), cancellationToken);
            }

            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static Command Replay(CommandContext context) => Many(context, "replay", "Put some into the queue again as they are; 'edit --replay' changes one before", "put into the queue again", static async (client, address, indexes, cancellationToken) =>
    {
        var body = indexes is null ? new JsonObject { ["all"] = true } : new JsonObject { ["indexes"] = new JsonArray([.. indexes.Select(index => (JsonNode)index)]) };
        var answer = await client.PostAsync(address + "/replay", body, cancellationToken);
        return (Text(answer["replayed"]), answer["stopped"] is { } stopped ? new CliException($"The rest are dead letters still: {stopped["message"]}", Text(stopped["fix"])) : null);
    });

    private static Command Drop(CommandContext context) => Many(context, "drop", "Drop some for good", "dropped", static async (client, address, indexes, cancellationToken) =>
    {
        using var response = await client.SendAsync(HttpMethod.Delete, address + (indexes is null ? "?all=true" : "?indexes=" + string.Join(',', indexes.Select(index => index.ToString(CultureInfo.InvariantCulture)))), null, "application/json", null, cancellationToken);
        return (Text(JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!["dropped"]), null);
    });

    private static Command Many(CommandContext context, string verb, string description, string done, Func<ApiClient, string, long[]?, CancellationToken, Task<(string Count, CliException? Stopped)>> act)
    {
        var service = ServiceCommand.Service();
        var indexes = new Argument<long[]>("index") { Arity = ArgumentArity.ZeroOrMore, Description = "As list prints them" };
        var all = new Option<bool>("--all") { Description = "All that are there" };
        var command = new Command(verb, description) { service, indexes, all };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            var named = parsed.GetValue(indexes) ?? [];
            if (parsed.GetValue(all) == named.Length > 0)
            {
                throw new CliException(named.Length > 0 ? "Both indexes and --all were given." : "No index was given.", "Name those that are meant, or say --all.");
            }

            using var client = context.Client(parsed);
            var (count, stopped) = await act(client, Address(parsed.GetValue(service)!), parsed.GetValue(all) ? null : named, cancellationToken);
            await output.WriteLineAsync($"{count} dead {(count == "1" ? "letter" : "letters")} of {parsed.GetValue(service)} {done}");
            if (stopped is not null)
                throw stopped;
            return count == "0" && named.Length > 0 ? ExitCodes.Failed : ExitCodes.Succeeded;
        });
        return command;
    }

    private static string Tags(JsonNode tags, string between) => string.Join(between, tags.AsObject().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));
}
