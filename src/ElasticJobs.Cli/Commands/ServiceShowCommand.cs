using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using static ElasticJobs.Cli.Cells;

namespace ElasticJobs.Cli.Commands;

internal static class ServiceShowCommand
{
    public static Command Create(CommandContext context)
    {
        var service = ServiceCommand.Service();
        var json = ServiceCommand.Json();
        var document = new Option<bool>("--document") { Description = "Its document alone, as it was given" };
        var command = new Command("show", "State, queue, scaling and instances of one") { service, json, document };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var found = await client.GetAsync(client.InProject(ServiceCommand.Address(parsed.GetValue(service)!)), cancellationToken);
            if (parsed.GetValue(json) || parsed.GetValue(document))
            {
                await output.WriteLineAsync(parsed.GetValue(document) ? Text(found["document"]).TrimEnd() : found.ToString());
                return ExitCodes.Succeeded;
            }

            await WriteAsync(found, output);
            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static async Task WriteAsync(JsonNode service, TextWriter output)
    {
        await output.WriteLineAsync($"{service["name"]}: {service["kind"]}, {service["state"]}, version {service["version"]} of {Time(service["updatedAt"])} by {service["updatedBy"]}");
        await output.WriteLineAsync($"queue: {service["queue"]}");
        if (service["tasks"] is { } tasks)
        {
            await output.WriteLineAsync($"tasks: {tasks["waiting"]} waiting, {tasks["inFlight"]} in flight, {tasks["deadLetters"]} dead letters, {tasks["results"]} frames in the sink");
        }

        if (service["scaling"] is { } scaling)
        {
            var reasons = string.Join(' ', scaling["reasons"]!.AsArray().Select(reason => Text(reason)));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"scaling: {scaling["desired"]} wanted, {scaling["supply"]} there. {reasons}"));
        }

        List<(string Role, JsonNode Row)> rows = [.. (service["instances"]?.AsArray() ?? []).Select(row => ("instance", row!))];
        foreach (var front in service["frontEnds"]?.AsArray() ?? [])
        {
            if (front!["instance"] is { } instance)
                rows.Add(((string)front["name"]! is "front-end" ? "front end" : $"front end {front["name"]}", instance));
        }

        if (rows.Count > 0)
        {
            await Table.WriteAsync(output, ["NAME", "ROLE", "STATE", "SINCE", "TASKS", "GENERATION", "FAILURE"], rows.Select(one => new[]
            {
                Text(one.Row["name"]), one.Role, Text(one.Row["state"]), Time(one.Row["since"]), Text(one.Row["tasks"]), Text(one.Row["generation"]), Text(one.Row["failure"]),
            }));
        }
    }
}
