using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace ElasticJobs.Cli.Commands;

internal static class QueueDeadEditCommand
{
    public static Command Create(CommandContext context)
    {
        var (service, index) = (ServiceCommand.Service(), QueueDeadCommand.Index());
        var text = new Option<string?>("--text") { Description = "Another payload" };
        var file = new Option<FileInfo?>("--file", "-f") { Description = "Another payload: a file, byte for byte" };
        var tags = new Option<string[]>("--tag") { Description = "name=value: set it; may be given again. Of a query also _path_, _method_ and _header_NAME_" };
        var without = new Option<string[]>("--without-tag") { Description = "Name: take it out; may be given again" };
        var priority = new Option<int?>("--priority") { Description = "Greater ones go first" };
        var replay = new Option<bool>("--replay") { Description = "And put it into the queue again" };
        var command = new Command("edit", "Change payload, tags or priority of one; the rest stays") { service, index, text, file, tags, without, priority, replay };
        CommandContext.On(command, async (parsed, output, cancellationToken) =>
        {
            using var client = context.Client(parsed);
            var address = string.Create(CultureInfo.InvariantCulture, $"{QueueDeadCommand.Address(parsed.GetValue(service)!)}/{parsed.GetValue(index)}");
            var body = new JsonObject();
            if (parsed.GetValue(tags) is { Length: > 0 } || parsed.GetValue(without) is { Length: > 0 })
            {
                body["tags"] = Tags((await client.GetAsync(address, cancellationToken))["tags"]!.AsObject(), parsed.GetValue(tags) ?? [], parsed.GetValue(without) ?? []);
            }

            if (parsed.GetValue(priority) is { } number)
            {
                body["priority"] = number;
            }

            await PayloadAsync(body, parsed.GetValue(text), parsed.GetValue(file), cancellationToken);
            if (parsed.GetValue(replay))
            {
                var place = await client.PostAsync(address + "/replay", body, cancellationToken);
                await output.WriteLineAsync($"task {place["index"]}, request {place["requestId"]}");
            }
            else
            {
                await client.PutAsync(address, body, cancellationToken);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"dead letter {parsed.GetValue(index)} of {parsed.GetValue(service)} is changed"));
            }

            return ExitCodes.Succeeded;
        });
        return command;
    }

    private static JsonObject Tags(JsonObject known, string[] set, string[] without)
    {
        var tags = new JsonObject(known.Select(tag => KeyValuePair.Create(tag.Key, tag.Value?.DeepClone())));
        foreach (var tag in set)
        {
            var at = tag.IndexOf('=', StringComparison.Ordinal);
            tags[at > 0 ? tag[..at] : throw new CliException($"'{tag}' is no tag.", "Write --tag name=value.")] = tag[(at + 1)..];
        }

        foreach (var name in without)
        {
            if (!tags.Remove(name))
            {
                throw new CliException($"It has no tag '{name}'.", "'ejobs queue dead show' prints those that it has.");
            }
        }

        return tags;
    }

    private static async Task PayloadAsync(JsonObject body, string? text, FileInfo? file, CancellationToken cancellationToken)
    {
        if (text is not null && file is not null)
        {
            throw new CliException("Both --text and --file were given.", "Give one of them.");
        }

        if (text is not null)
        {
            body["text"] = text;
        }

        if (file is null)
        {
            return;
        }

        try
        {
            body["data"] = Convert.ToBase64String(await File.ReadAllBytesAsync(file.FullName, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{file} can't be read: {exception.Message}", "Give the path of a file with the payload.");
        }
    }
}
