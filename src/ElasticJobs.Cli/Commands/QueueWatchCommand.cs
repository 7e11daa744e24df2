using System.CommandLine;
using System.Globalization;
using ElasticJobs.Cli.Queues;

namespace ElasticJobs.Cli.Commands;

/// <summary>
/// Shows frames as they come. It asks for them with long polls: a consumer, which is what a watch of the protocol is, would take what it sees from others or hold it back.
/// </summary>
internal static class QueueWatchCommand
{
    private const string Wait = "30s";
    private const string AtOnce = "1000";

    public static Command Create(CommandContext context)
    {
        var service = ServiceCommand.Service();
        var (sink, dead, tags, request) = (QueueCommand.Sink(), QueueCommand.Dead(), QueueCommand.Tags(), QueueGetCommand.Request());
        var isNew = new Option<bool>("--new") { Description = "Only what comes from now on" };
        var limit = new Option<long?>("--limit") { Description = "End after so many" };
        var json = new Option<bool>("--json") { Description = "A line of JSON each, with the whole payload" };
        var command = new Command("watch", "Show what comes into the queue, until it is interrupted; takes nothing") { service, sink, dead, tags, request, isNew, limit, json };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var queue = new QueueClient(client, parsed.GetValue(service)!);
            var stream = QueueCommand.Stream(parsed.GetValue(sink), parsed.GetValue(dead));
            var query = QueueCommand.Parameters(parsed.GetValue(tags));
            if (parsed.GetValue(request) is { } id)
            {
                query[FrameText.RequestIdTag] = id;
            }

            var from = parsed.GetValue(isNew) ? await queue.LastIndexAsync(stream, cancellationToken) + 1 : 0;
            var left = parsed.GetValue(limit) ?? long.MaxValue;
            // One is waited for; what else is there comes with the next question.
            for (var isWaiting = false; left > 0;)
            {
                query["_index_"] = from.ToString(CultureInfo.InvariantCulture);
                (query["_length_"], query["_timeout_"]) = isWaiting ? ("1", Wait) : (AtOnce, "0s");
                var frames = await queue.GetAsync(stream, query, cancellationToken);
                foreach (var frame in frames.Take((int)Math.Min(left, frames.Count)))
                {
                    await output.WriteLineAsync(parsed.GetValue(json) ? FrameText.Json(frame) : string.Join("  ", FrameText.Row(frame)));
                }

                left -= frames.Count;
                from = frames.Count > 0 ? (long)frames[^1].Index + 1 : from;
                isWaiting = frames.Count == 0;
            }

            return ExitCodes.Succeeded;
        });
        return command;
    }
}
