using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ElasticJobs.Cli.Queues;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Cli.Commands;

internal static class QueuePutCommand
{
    private static readonly Option<string> Type = OfType();
    private static readonly Option<int?> Priority = new("--priority") { Description = "Greater ones go first (default: 0)" };
    private static readonly Option<string?> Delay = new("--delay") { Description = "Not before, e.g. 5s or 1h30m from now" };
    private static readonly Option<string?> RequestId = new("--request-id") { Description = "Name of your own for it; to put one of that name again changes nothing" };
    private static readonly Option<string> Path = new("--path") { Description = "Of a query: path at the server, e.g. /v1/predict", DefaultValueFactory = _ => "" };
    private static readonly Option<string?> Method = new("--method") { Description = "Of a query: method of the request, e.g. PUT (default: POST, or GET without a payload)" };
    private static readonly Option<string[]> Headers = new("--header", "-H") { Description = "Of a query: 'Name: value' for the server; may be given again" };

    public static Command Create(CommandContext context)
    {
        var service = ServiceCommand.Service();
        var text = new Argument<string?>("text") { Arity = ArgumentArity.ZeroOrOne, Description = "The command line or the request; left out: standard input" };
        var tags = QueueCommand.Tags();
        var file = new Option<FileInfo?>("--file", "-f") { Description = "Instead of the text: a file, byte for byte" };
        var wait = new Option<bool>("--wait", "-w") { Description = "Show the task's output until it has ended; the exit code is the task's" };
        var json = new Option<bool>("--json") { Description = "Index and request id as JSON; with --wait also each frame that comes, a line each" };
        var command = new Command("put", "Put a task") { service, text, Type, tags, Priority, Delay, RequestId, Path, Method, Headers, file, wait, json };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var queue = new QueueClient(client, parsed.GetValue(service)!);
            var query = Query(parsed, QueueCommand.Parameters(parsed.GetValue(tags)));
            var payload = await ReadAsync(parsed.GetValue(text), parsed.GetValue(file), cancellationToken);
            // A task that was put earlier may have ended: its frames are anywhere in the sink.
            var from = !parsed.GetValue(wait) || parsed.GetValue(RequestId) is not null ? 0 : await queue.LastIndexAsync(QueueStreamName.Sink, cancellationToken) + 1;
            var (index, request) = await queue.PutAsync(query, payload, cancellationToken);
            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(new JsonObject { ["index"] = index, ["requestId"] = request }.ToJsonString());
            }
            else
            {
                // With --wait, standard output is the task's.
                await (parsed.GetValue(wait) ? parsed.InvocationConfiguration.Error : output).WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{(parsed.GetValue(wait) ? "ejobs: " : "")}task {index}, request {request}"));
            }

            return parsed.GetValue(wait)
                ? await new TaskFollower(queue, index, request, parsed.GetValue(json), output, parsed.InvocationConfiguration.Error).FollowAsync(from, cancellationToken)
                : ExitCodes.Succeeded;
        });
        return command;
    }

    private static Option<string> OfType()
    {
        var type = new Option<string>("--type") { Description = "command: a command line to run; query: a request for the service's own server", Required = true };
        type.AcceptOnlyFromAmong("command", "query");
        return type;
    }

    private static Dictionary<string, string> Query(ParseResult parsed, Dictionary<string, string> query)
    {
        query["taskType"] = parsed.GetValue(Type)!;
        foreach (var (name, value) in new[] { ("_delay_", parsed.GetValue(Delay)), (FrameText.RequestIdTag, parsed.GetValue(RequestId)), ("_priority_", parsed.GetValue(Priority)?.ToString(CultureInfo.InvariantCulture)) })
        {
            if (value is not null)
            {
                query[name] = value;
            }
        }

        // The path's own place is the address; with a query string it would be the put's.
        if (parsed.GetValue(Path) is { Length: > 0 } path)
        {
            query[QueryTags.Path] = path;
        }

        if (parsed.GetValue(Method) is { } method)
        {
            query[QueryTags.Method] = method;
        }

        foreach (var header in parsed.GetValue(Headers) ?? [])
        {
            var at = header.IndexOf(':', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw new CliException($"'{header}' is no header.", "Write --header 'Name: value'.");
            }

            query[QueryTags.Header(header[..at].Trim())] = header[(at + 1)..].Trim();
        }

        return query;
    }

    private static async Task<byte[]> ReadAsync(string? text, FileInfo? file, CancellationToken cancellationToken)
    {
        if (text is not null && file is not null)
        {
            throw new CliException("Both a text and a file were given.", "Give one of them.");
        }

        try
        {
            return file is not null
                ? await File.ReadAllBytesAsync(file.FullName, cancellationToken)
                : Encoding.UTF8.GetBytes(text ?? await Console.In.ReadToEndAsync(cancellationToken));
        }
        catch (Exception exception) when (file is not null && exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{file} can't be read: {exception.Message}", "Give the path of a file with the task's payload.");
        }
    }
}
