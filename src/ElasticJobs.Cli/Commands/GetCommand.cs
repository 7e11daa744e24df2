using System.CommandLine;
using System.Text.Json.Nodes;
using ElasticJobs.Cli.Server;
using static ElasticJobs.Cli.Cells;

namespace ElasticJobs.Cli.Commands;

internal static class GetCommand
{
    public static Command Create(CommandContext context) => new("get", "Show pipelines, runs and projects")
    {
        Pipelines(context),
        Pipeline(context),
        Runs(context),
        Run(context),
        Projects(context),
    };

    private static Command Pipelines(CommandContext context)
    {
        var command = new Command("pipelines", "Pipelines of the project");
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var rows = await AllAsync(client, "pipelines?limit=200", int.MaxValue, cancellationToken);
            await Table.WriteAsync(output, ["NAME", "REVISION", "TASKS", "CHANGED", "DESCRIPTION"], rows.Select(row => new[]
            {
                Text(row["name"]), Text(row["revision"]), Text(row["tasks"]), Time(row["createdAt"]), Text(row["description"]),
            }));
            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static Command Pipeline(CommandContext context)
    {
        var name = new Argument<string>("name");
        var output = new Option<string>("--output", "-o") { Description = "yaml or json", DefaultValueFactory = _ => "yaml" };
        output.AcceptOnlyFromAmong("yaml", "json");
        var command = new Command("pipeline", "A pipeline's document") { name, output };
        CommandContext.On(command, async (parsed, writer, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            await writer.WriteLineAsync(await client.GetTextAsync(
                client.InProject($"pipelines/{Uri.EscapeDataString(parsed.GetValue(name)!)}"), "application/" + parsed.GetValue(output), cancellationToken));
            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static Command Runs(CommandContext context)
    {
        var pipeline = new Option<string?>("--pipeline") { Description = "Only of this pipeline" };
        var state = new Option<string?>("--state") { Description = "Only in these states, separated by commas" };
        var limit = new Option<int>("--limit") { Description = "At most so many", DefaultValueFactory = _ => 20 };
        var command = new Command("runs", "Runs, newest first") { pipeline, state, limit };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var most = parsed.GetValue(limit);
            var query = $"runs?limit={Math.Clamp(most, 1, 200)}";
            query += parsed.GetValue(pipeline) is { } name ? $"&pipeline={Uri.EscapeDataString(name)}" : "";
            query += parsed.GetValue(state) is { } states ? $"&state={Uri.EscapeDataString(states)}" : "";
            var rows = await AllAsync(client, query, most, cancellationToken);
            await Table.WriteAsync(output, ["ID", "PIPELINE", "REVISION", "STATE", "TRIGGER", "CREATED", "BY"], rows.Select(row => new[]
            {
                Text(row["id"]), Text(row["pipeline"]), Text(row["revision"]), Text(row["state"]), Text(row["trigger"]), Time(row["createdAt"]), Text(row["createdBy"]),
            }));
            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static Command Run(CommandContext context)
    {
        var id = new Argument<Guid>("id");
        var json = new Option<bool>("--json") { Description = "The whole run as JSON" };
        var command = new Command("run", "A run with its tasks") { id, json };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var run = await client.GetAsync(client.InProject($"runs/{parsed.GetValue(id)}"), cancellationToken);
            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(run.ToString());
                return ExitCodes.Succeeded;
            }

            await output.WriteLineAsync($"{run["pipeline"]} revision {run["revision"]}: {run["state"]} {run["reason"]}");
            await Table.WriteAsync(output, ["TASK", "STATE", "ATTEMPT", "EXIT", "REASON"], run["tasks"]!.AsArray().Select(row => new[]
            {
                Text(row!["id"]), Text(row["state"]), Text(row["attempt"]), Text(row["exitCode"]), Text(row["reason"]?["message"]),
            }));
            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static Command Projects(CommandContext context)
    {
        var command = new Command("projects", "Projects and where their pods run; for admins of the console");
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var rows = await client.GetAsync("/api/v1/projects", cancellationToken);
            await Table.WriteAsync(output, ["NAME", "STATE", "CONTEXT", "NAMESPACE", "DESCRIPTION", "PROBLEM"], rows.AsArray().Select(row => new[]
            {
                Text(row!["name"]), Text(row["state"]?["phase"]), Text(row["context"]), Text(row["namespace"]), Text(row["description"]), Text(row["state"]?["problem"]?["message"]),
            }));
            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static async Task<List<JsonNode>> AllAsync(ApiClient client, string query, int most, CancellationToken cancellationToken)
    {
        List<JsonNode> rows = [];
        string? cursor = null;
        do
        {
            var page = await client.GetAsync(client.InProject(query + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))), cancellationToken);
            rows.AddRange(page["items"]!.AsArray().Select(row => row!));
            cursor = page["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null && rows.Count < most);
        return rows.Count > most ? rows[..most] : rows;
    }
}
