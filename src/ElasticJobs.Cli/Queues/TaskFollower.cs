using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Cli.Queues;

/// <summary>
/// Shows what comes of a task until it has ended: what a command writes to its two outputs goes to ours, as if it ran here; what is said about it goes to <paramref name="error"/>.
/// </summary>
/// <param name="asJson">Each frame as a line of JSON instead.</param>
internal sealed class TaskFollower(QueueClient queue, long index, string requestId, bool asJson, TextWriter output, TextWriter error)
{
    /// <summary>How long one question waits at the console. What ends without a result is noticed after it.</summary>
    private const string Wait = "5s";

    private const string AtOnce = "1000";

    private readonly Decoder _stdout = Encoding.UTF8.GetDecoder();
    private readonly Decoder _stderr = Encoding.UTF8.GetDecoder();
    private bool _hasLog;

    /// <param name="from">Least index in the sink.</param>
    /// <returns>The exit code of the task, or what stands for it.</returns>
    public async Task<int> FollowAsync(long from, CancellationToken cancellationToken)
    {
        while (true)
        {
            // One is waited for; what else is there comes with the next question.
            var frames = await GetAsync(from, "1", Wait, cancellationToken);
            FrameOutcome? outcome = null;
            if (frames.Count == 0)
            {
                outcome = await queue.OutcomeAsync(index, cancellationToken);
                frames = await GetAsync(from, AtOnce, "0s", cancellationToken);
            }

            while (frames.Count > 0)
            {
                foreach (var frame in frames)
                {
                    if (await ShowAsync(frame) is { } code)
                    {
                        return code;
                    }
                }

                from = (long)frames[^1].Index + 1;
                frames = await GetAsync(from, AtOnce, "0s", cancellationToken);
            }

            if (outcome is { } ended)
            {
                return await WithoutResultAsync(ended);
            }
        }
    }

    private Task<IReadOnlyList<WireFrame>> GetAsync(long from, string length, string wait, CancellationToken cancellationToken) => queue.GetAsync(
        QueueStreamName.Sink,
        new Dictionary<string, string> { ["_index_"] = from.ToString(CultureInfo.InvariantCulture), ["_length_"] = length, ["_timeout_"] = wait, [FrameText.RequestIdTag] = requestId },
        cancellationToken);

    /// <returns>Null: the task goes on.</returns>
    private async Task<int?> ShowAsync(WireFrame frame)
    {
        var kind = frame.Tags.GetValueOrDefault("kind");
        if (asJson)
        {
            await output.WriteLineAsync(FrameText.Json(frame));
            return kind == "result" ? CodeOf(frame) : null;
        }

        switch (kind)
        {
            case "log":
                _hasLog = true;
                await WriteAsync(frame);
                return null;
            case "state" or "progress":
                await error.WriteLineAsync($"ejobs: task {index}: {Describe(frame)}");
                return null;
            case "result":
                await ResultAsync(frame);
                return CodeOf(frame);
            default:
                return null;
        }
    }

    private async Task WriteAsync(WireFrame log)
    {
        var isError = log.Tags.GetValueOrDefault("stream") == "stderr";
        var decoder = isError ? _stderr : _stdout;
        // A character may begin in one frame and end in the next.
        var characters = new char[decoder.GetCharCount(log.Data.Span, flush: false)];
        decoder.GetChars(log.Data.Span, characters, flush: false);
        var to = isError ? error : output;
        await to.WriteAsync(characters);
        await to.FlushAsync();
    }

    private async Task ResultAsync(WireFrame result)
    {
        var text = Encoding.UTF8.GetString(result.Data.Span);
        if (result.Tags.GetValueOrDefault("exitCode") is null)
        {
            // A query's answer, or why there is none.
            await (result.Tags.ContainsKey("lastCode") ? error : output).WriteLineAsync(text);
            return;
        }

        var summary = JsonNode.Parse(text);
        if (!_hasLog && summary?["outputTail"] is { } tail)
        {
            await output.WriteLineAsync(tail.ToString().TrimEnd('\n'));
        }

        var reason = summary?["reason"] is { } why ? $": {why}" : "";
        await error.WriteLineAsync($"ejobs: task {index}: exit code {result.Tags["exitCode"]}{reason}");
    }

    private async Task<int> WithoutResultAsync(FrameOutcome outcome)
    {
        var (code, words) = outcome switch
        {
            FrameOutcome.Committed => (ExitCodes.Succeeded, "done, without a result"),
            FrameOutcome.Dead => (ExitCodes.Failed, $"given to instances too often; it is a dead letter now: ejobs queue get {queue.Service} --dead"),
            _ => (ExitCodes.Stopped, "deleted"),
        };
        await error.WriteLineAsync($"ejobs: task {index}: {words}");
        return code;
    }

    private static int CodeOf(WireFrame result) => int.TryParse(result.Tags.GetValueOrDefault("exitCode"), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
        ? code
        : result.Tags.ContainsKey("lastCode") ? ExitCodes.Failed : ExitCodes.Succeeded;

    private static string Describe(WireFrame frame)
    {
        var said = JsonNode.Parse(frame.Data.Span);
        return said?["state"] is { } state
            ? string.Create(CultureInfo.InvariantCulture, $"{state} on {said["instance"]}")
            : string.Create(CultureInfo.InvariantCulture, $"{said?["progress"]?.GetValue<double>():P0} {said?["message"]}").TrimEnd();
    }
}
