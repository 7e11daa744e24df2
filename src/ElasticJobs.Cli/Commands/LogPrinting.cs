using System.Globalization;
using ElasticJobs.Cli.Server;

namespace ElasticJobs.Cli.Commands;

/// <param name="Query">Further parameters, each with <c>&amp;</c> before it.</param>
/// <param name="From">First line; negative: that many before the end.</param>
internal readonly record struct LogAddress(string Path, string Query, long From);

/// <summary>A log of the console as lines of the terminal.</summary>
internal static class LogPrinting
{
    /// <param name="search">Null: all lines.</param>
    /// <param name="again">The command that was typed, for what is said of it.</param>
    public static async Task WriteAsync(ApiClient client, LogAddress log, string? search, bool follow, string again, TextWriter output, CancellationToken cancellationToken)
    {
        if (search is not null)
        {
            await output.WriteAsync(await client.GetTextAsync($"{log.Path}?search={Uri.EscapeDataString(search)}&limit=1000{log.Query}", "text/plain", cancellationToken));
        }
        else if (follow)
        {
            await FollowAsync(client, $"{log.Path}?from={log.From}{log.Query}", again, output, cancellationToken);
        }
        else
        {
            await PrintAsync(client, log, output, cancellationToken);
        }
    }

    private static async Task FollowAsync(ApiClient client, string path, string again, TextWriter output, CancellationToken cancellationToken)
    {
        await foreach (var batch in client.EventsAsync(path, cancellationToken))
        {
            if (batch["gap"] is { } gap)
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"--- lines {gap["from"]} to {gap["to"]} came too fast to follow; '{again}' without -f has them ---"));
            }

            foreach (var line in batch["lines"]!.AsArray())
            {
                await output.WriteLineAsync(line!["x"]!.GetValue<string>());
            }
        }
    }

    /// <summary>Page after page, so that a log of any length needs little memory at both ends.</summary>
    private static async Task PrintAsync(ApiClient client, LogAddress log, TextWriter output, CancellationToken cancellationToken)
    {
        var from = log.From;
        while (true)
        {
            var page = await client.GetAsync($"{log.Path}?from={from}&limit=10000{log.Query}", cancellationToken);
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
