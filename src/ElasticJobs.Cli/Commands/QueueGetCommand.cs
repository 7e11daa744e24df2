using System.CommandLine;
using System.Globalization;
using ElasticJobs.Cli.Queues;

namespace ElasticJobs.Cli.Commands;

internal static class QueueGetCommand
{
    public static Command Create(CommandContext context)
    {
        var service = ServiceCommand.Service();
        var (sink, dead, tags, request) = (QueueCommand.Sink(), QueueCommand.Dead(), QueueCommand.Tags(), Request());
        var length = new Option<int>("--length", "-n") { Description = "At most so many, 1 to 10000", DefaultValueFactory = _ => 10 };
        var timeout = new Option<string>("--timeout") { Description = "How long to wait until there are so many, e.g. 5s; at most 10m", DefaultValueFactory = _ => "0s" };
        var from = new Option<long>("--from") { Description = "Least index; 0: from the first; -1: the newest only" };
        var delete = new Option<bool>("--delete") { Description = "Delete what is shown; what an instance has is passed over" };
        var json = new Option<bool>("--json") { Description = "A line of JSON each, with the whole payload" };
        var command = new Command("get", "Look at what is in the queue") { service, sink, dead, tags, request, length, timeout, from, delete, json };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var query = QueueCommand.Parameters(parsed.GetValue(tags));
            query["_index_"] = parsed.GetValue(from).ToString(CultureInfo.InvariantCulture);
            query["_length_"] = parsed.GetValue(length).ToString(CultureInfo.InvariantCulture);
            query["_timeout_"] = parsed.GetValue(timeout)!;
            if (parsed.GetValue(request) is { } id)
            {
                query[FrameText.RequestIdTag] = id;
            }

            if (parsed.GetValue(delete))
            {
                query["_auto_delete_"] = "true";
            }

            var stream = QueueCommand.Stream(parsed.GetValue(sink), parsed.GetValue(dead));
            var frames = await new QueueClient(client, parsed.GetValue(service)!).GetAsync(stream, query, cancellationToken);
            if (!parsed.GetValue(json))
            {
                await Table.WriteAsync(output, FrameText.Head, frames.Select(FrameText.Row));
                return ExitCodes.Succeeded;
            }

            foreach (var frame in frames)
            {
                await output.WriteLineAsync(FrameText.Json(frame));
            }

            return ExitCodes.Succeeded;
        });
        return command;
    }

    public static Option<string?> Request() => new("--request-id") { Description = "Only of this request" };
}
