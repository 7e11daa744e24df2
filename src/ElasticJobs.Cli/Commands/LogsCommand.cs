using System.CommandLine;
using System.Globalization;

namespace ElasticJobs.Cli.Commands;

internal static class LogsCommand
{
    public static Command Create(CommandContext context)
    {
        var run = new Argument<Guid>("run");
        var task = new Argument<string>("task");
        var attempt = new Option<int?>("--attempt") { Description = "Default: the latest" };
        var tail = new Option<long?>("--tail") { Description = "Only so many lines before the end" };
        var search = new Option<string?>("--search") { Description = "Only lines with this text" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the task ends" };
        var command = new Command("logs", "A task's log") { run, task, attempt, tail, search, follow };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var path = client.InProject($"runs/{parsed.GetValue(run)}/tasks/{Uri.EscapeDataString(parsed.GetValue(task)!)}/log");
            var query = parsed.GetValue(attempt) is { } number ? $"&attempt={number}" : "";
            var from = parsed.GetValue(tail) is { } lines ? -lines : 0;
            if (parsed.GetValue(search) is { } text)
            {
                await output.WriteAsync(await client.GetTextAsync($"{path}?search={Uri.EscapeDataString(text)}&limit=1000{query}", "text/plain", cancellationToken));
                return ExitCodes.Succeeded;
            }

            if (parsed.GetValue(follow))
            {
                await FollowAsync(client, $"{path}?from={from}{query}", output, cancellationToken);
                return ExitCodes.Succeeded;
            }

            await PrintAsync(client, path, query, from, output, cancellationToken);
            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static async Task FollowAsync(Server.ApiClient client, string path, TextWriter output, CancellationToken cancellationToken)
    {
        await foreach (var batch in client.EventsAsync(path, cancellationToken))
        {
            if (batch["gap"] is { } gap)
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"--- lines {gap["from"]} to {gap["to"]} came too fast to follow; 'ejobs logs' without -f has them ---"));
            }

            foreach (var line in batch["lines"]!.AsArray())
            {
                await output.WriteLineAsync(line!["x"]!.GetValue<string>());
            }
        }
    }

    /// <summary>Page after page, so that a log of any length needs little memory at both ends.</summary>
    private static async Task PrintAsync(Server.ApiClient client, string path, string query, long from, TextWriter output, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await client.GetAsync($"{path}?from={from}&limit=10000{query}", cancellationToken);
            var lines = page["lines"]!.AsArray();
            foreach (var line in lines)
            {
                await output.WriteLineAsync(line!["x"]!.GetValue<string>());
            }

            if (lines.Count == 0)
            {
                return;
            }

            from = lines[^1]!["n"]!.GetValue<long>() + 1;
        }
    }
}
