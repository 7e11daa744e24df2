using System.CommandLine;
using System.Globalization;
using ElasticJobs.Cli.Queues;
using static ElasticJobs.Cli.Cells;

namespace ElasticJobs.Cli.Commands;

internal static class QueueCommand
{
    public static Command Create(CommandContext context) => new("queue", "Tasks and results of an elastic job")
    {
        QueuePutCommand.Create(context),
        QueueGetCommand.Create(context),
        QueueWatchCommand.Create(context),
        QueueDeadCommand.Create(context),
        Cancel(context),
        Stats(context),
    };

    public static Option<string[]> Tags() => new("--tag") { Description = "name=value; may be given again" };

    public static Option<bool> Sink() => new("--sink") { Description = "Of the sink: log, progress and results" };

    public static Option<bool> Dead() => new("--dead") { Description = "Of the dead letters: tasks that were given to instances too often" };

    /// <exception cref="CliException">Both were given.</exception>
    public static QueueStreamName Stream(bool isSink, bool isDead) => (isSink, isDead) switch
    {
        (true, true) => throw new CliException("--sink and --dead are two streams.", "Give one of them."),
        (true, _) => QueueStreamName.Sink,
        (_, true) => QueueStreamName.DeadLetters,
        _ => QueueStreamName.Input,
    };

    /// <summary>As the parameters that they are sent as.</summary>
    public static Dictionary<string, string> Parameters(string[]? tags)
    {
        var parameters = new Dictionary<string, string>();
        foreach (var tag in tags ?? [])
        {
            var at = tag.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || tag[0] == '_')
            {
                throw new CliException($"'{tag}' is no tag.", "Write --tag name=value; names that begin with '_' are the protocol's.");
            }

            parameters[tag[..at]] = tag[(at + 1)..];
        }

        return parameters;
    }

    private static Command Cancel(CommandContext context)
    {
        var service = ServiceCommand.Service();
        var indexes = new Argument<long[]>("index") { Arity = ArgumentArity.OneOrMore, Description = "As put printed them" };
        var command = new Command("cancel", "Delete tasks; one that runs is told to stop") { service, indexes };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var given = parsed.GetValue(indexes)!;
            await new QueueClient(client, parsed.GetValue(service)!).DeleteAsync(given, cancellationToken);
            await output.WriteLineAsync($"{(given.Length == 1 ? "task" : "tasks")} {string.Join(", ", given.Select(index => index.ToString(CultureInfo.InvariantCulture)))} {(given.Length == 1 ? "is" : "are")} not in the queue of {parsed.GetValue(service)} any more");
            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static Command Stats(CommandContext context)
    {
        var service = ServiceCommand.Service();
        var json = ServiceCommand.Json();
        var command = new Command("stats", "A queue in numbers") { service, json };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var stats = await client.GetAsync($"/api/v1/queues/{Uri.EscapeDataString(parsed.GetValue(service)!)}/stats", cancellationToken);
            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(stats.ToString());
                return ExitCodes.Succeeded;
            }

            await Table.WriteAsync(output, ["WAITING", "IN FLIGHT", "OLDEST", "WORKERS", "IDLE", "WANTED", "DEAD", "IN SINK"],
            [
                [
                    Text(stats["waiting"]), Text(stats["inFlight"]), string.Create(CultureInfo.InvariantCulture, $"{stats["oldestAgeSeconds"]!.GetValue<double>():0.#}s"),
                    Text(stats["workers"]), Text(stats["idleWorkers"]), Text(stats["desiredWorkers"]), Text(stats["deadLetters"]), Text(stats["results"]),
                ],
            ]);
            return ExitCodes.Succeeded;
        });
        return command;
    }
}
