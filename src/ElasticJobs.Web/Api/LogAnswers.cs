using System.Globalization;
using System.Text;
using ElasticJobs.Core.Logs;
using ElasticJobs.Web.Streaming;

namespace ElasticJobs.Web.Api;

/// <param name="From">First line; negative: that many before the end.</param>
/// <param name="Search">Null: all lines.</param>
internal sealed record LogQuery(long From, int Limit, string? Search, bool CaseSensitive, bool Follow);

/// <summary>A log as whoever asks accepts it: text, JSON, or live.</summary>
internal static class LogAnswers
{
    private const string PlainText = "text/plain; charset=utf-8";

    public static async Task<IResult> AnswerAsync(HttpContext http, TaskStreams streams, ILogStore logs, LogKey key, LogQuery query, CancellationToken cancellationToken)
    {
        if (ServerEvents.AreWanted(http.Request))
        {
            var start = ServerEvents.LastId(http.Request) + 1 ?? query.From;
            return ServerEvents.Stream(streams.FollowLogAsync(key, start, cancellationToken), "log", batch => batch.Lines.Count > 0 ? batch.Lines[^1].N : batch.Total - 1);
        }

        if (query.Follow)
        {
            return TypedResults.Stream(stream => http.Request.IsHead() ? Task.CompletedTask : FollowTextAsync(stream, streams.FollowLogAsync(key, query.From, cancellationToken), cancellationToken), PlainText);
        }

        var batch = query.Search is not { } search
            ? await logs.ReadAsync(key, query.From, Math.Clamp(query.Limit, 1, 10_000), cancellationToken)
            : await SearchAsync(logs, key, new LogSearch(search, query.CaseSensitive, query.From, false, Math.Clamp(query.Limit, 1, 1000)), cancellationToken);
        http.Response.Headers["X-Total-Lines"] = batch.Total.ToString(CultureInfo.InvariantCulture);
        return http.Request.Headers.Accept.ToString().Contains("json", StringComparison.Ordinal)
            ? TypedResults.Ok(LogWire.From(batch))
            : TypedResults.Text(string.Concat(batch.Lines.Select(line => query.Search is null ? line.Text + "\n" : $"{line.Number}: {line.Text}\n")), PlainText);
    }

    public static IResult Raw(HttpContext http, ILogStore logs, LogKey key, string name, CancellationToken cancellationToken) =>
        TypedResults.Stream(stream => http.Request.IsHead() ? Task.CompletedTask : logs.CopyToAsync(key, stream, cancellationToken), "text/plain", name);

    /// <summary>The lines that match, read one stretch of hits at a time.</summary>
    private static async Task<LogBatch> SearchAsync(ILogStore logs, LogKey key, LogSearch search, CancellationToken cancellationToken)
    {
        List<LogLine> lines = [];
        while (true)
        {
            var result = await logs.SearchAsync(key, search, cancellationToken);
            foreach (var hit in result.Hits)
            {
                lines.AddRange((await logs.ReadAsync(key, hit, 1, cancellationToken)).Lines);
            }

            if (result.IsDone || lines.Count >= search.Limit)
            {
                var end = await logs.ReadAsync(key, -1, 1, cancellationToken);
                return end with { Lines = lines };
            }

            search = search with { From = result.ScannedTo, Limit = search.Limit - result.Hits.Count };
        }
    }

    private static async Task FollowTextAsync(Stream stream, IAsyncEnumerable<LogWire> batches, CancellationToken cancellationToken)
    {
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            var text = new StringBuilder();
            if (batch.Gap is { } gap)
            {
                text.Append("--- ").Append(gap.To - gap.From).Append(" lines left out here; read them with from=").Append(gap.From).Append(" ---\n");
            }

            foreach (var line in batch.Lines)
            {
                text.Append(line.X).Append('\n');
            }

            await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
    }
}
