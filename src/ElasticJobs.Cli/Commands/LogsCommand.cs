using System.CommandLine;

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
            await LogPrinting.WriteAsync(client, new LogAddress(path, query, from), parsed.GetValue(search), parsed.GetValue(follow), "ejobs logs", output, cancellationToken);
            return ExitCodes.Succeeded;
        });
        return command;
    }
}
