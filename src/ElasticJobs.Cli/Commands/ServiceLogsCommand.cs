using System.CommandLine;
using System.Text.Json.Nodes;
using ElasticJobs.Cli.Server;
using static ElasticJobs.Cli.Cells;

namespace ElasticJobs.Cli.Commands;

internal static class ServiceLogsCommand
{
    public static Command Create(CommandContext context)
    {
        var service = ServiceCommand.Service();
        var instance = new Argument<string?>("instance") { Arity = ArgumentArity.ZeroOrOne, Description = "Left out: the newest that is there, else the newest that is gone" };
        var list = new Option<bool>("--list") { Description = "Instances whose logs are kept, instead of a log" };
        var container = new Option<string?>("--container", "-c") { Description = "main, with what the init command writes (default), worker, or * for both" };
        var tail = new Option<long?>("--tail") { Description = "Only so many lines before the end" };
        var search = new Option<string?>("--search") { Description = "Only lines with this text" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the instance ends" };
        var command = new Command("logs", "What an instance of an elastic job has written") { service, instance, list, container, tail, search, follow };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var address = client.InProject(ServiceCommand.Address(parsed.GetValue(service)!) + "/instances");
            if (parsed.GetValue(list))
            {
                await ListAsync(await client.GetAsync(address, cancellationToken), output);
                return ExitCodes.Succeeded;
            }

            var name = parsed.GetValue(instance) ?? await NewestAsync(client, address, parsed.InvocationConfiguration.Error, cancellationToken);
            var query = parsed.GetValue(container) is { } part ? $"&container={Uri.EscapeDataString(part)}" : "";
            var log = new LogAddress($"{address}/{Uri.EscapeDataString(name)}/log", query, parsed.GetValue(tail) is { } lines ? -lines : 0);
            await LogPrinting.WriteAsync(client, log, parsed.GetValue(search), parsed.GetValue(follow), "ejobs service logs", output, cancellationToken);
            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static async Task<string> NewestAsync(ApiClient client, string address, TextWriter said, CancellationToken cancellationToken)
    {
        var rows = (await client.GetAsync(address, cancellationToken)).AsArray().Where(row => Text(row!["kind"]) == "instance").ToList();
        var newest = rows.FirstOrDefault(row => row!["endedAt"] is null) ?? rows.FirstOrDefault()
            ?? throw new CliException("The service has no instance yet, and none whose log is kept.", "Instances come when tasks wait; put one, or raise the autoscaler's min.");
        await said.WriteLineAsync($"ejobs: log of {newest["name"]}{(newest["endedAt"] is null ? "" : ", which is gone")}");
        return Text(newest["name"]);
    }

    private static Task ListAsync(JsonNode rows, TextWriter output) => Table.WriteAsync(output, ["NAME", "ROLE", "BEGUN", "ENDED"], rows.AsArray().Select(row => new[]
    {
        Text(row!["name"]), Text(row["kind"]) == "front-end" ? "front end" : "instance", Time(row["begunAt"]), Time(row["endedAt"]),
    }));
}
