using System.Runtime.CompilerServices;
using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Logs;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Streaming;

namespace ElasticJobs.Web.Hubs;

/// <summary><c>/hubs/logs</c>: live logs, older lines and search. To resume, follow from the number after the last line that was seen.</summary>
internal sealed class LogsHub(IProjectAccess access, TaskStreams streams, ILogStore logs) : StreamHub(access)
{
    public async IAsyncEnumerable<LogWire> Follow(LogRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var key = await FindAsync(request, cancellationToken);
        await foreach (var batch in streams.FollowLogAsync(key, request.From ?? 0, cancellationToken))
        {
            yield return batch;
        }
    }

    public async Task<LogWire> Read(LogRequest request)
    {
        var key = await FindAsync(request, Context.ConnectionAborted);
        return LogWire.From(await logs.ReadAsync(key, request.From ?? 0, Math.Clamp(request.Limit ?? 1000, 1, 10_000), Context.ConnectionAborted));
    }

    public async Task<LogHitsWire> Search(LogRequest request)
    {
        var key = await FindAsync(request, Context.ConnectionAborted);
        var result = await logs.SearchAsync(
            key,
            new LogSearch(request.Text ?? "", request.CaseSensitive, request.From ?? 0, request.Backwards, Math.Clamp(request.Limit ?? 100, 1, 1000)),
            Context.ConnectionAborted);
        return new LogHitsWire([.. result.Hits.Select(hit => new LogHitWire(hit))], result.ScannedTo, result.IsDone);
    }

    private async Task<LogKey> FindAsync(LogRequest request, CancellationToken cancellationToken)
    {
        await RequireAsync(request.Project, ProjectRole.Viewer);
        try
        {
            return await streams.FindLogAsync(request.Project, request.Run, request.Task, request.Attempt, request.Container, cancellationToken);
        }
        catch (RefusedException refused)
        {
            throw Refuse(refused);
        }
    }
}

/// <param name="Attempt">Null: the latest.</param>
/// <param name="Container">Null: main.</param>
/// <param name="From">First line; negative: that many before the end. In a search: where it begins.</param>
internal sealed record LogRequest(
    string Project, Guid Run, string Task, int? Attempt, string? Container, long? From, int? Limit, string? Text, bool CaseSensitive, bool Backwards);

/// <param name="ScannedTo">Where a next search goes on.</param>
/// <param name="Done">The end, or backwards the beginning, was reached.</param>
public sealed record LogHitsWire(IReadOnlyList<LogHitWire> Hits, long ScannedTo, bool Done);

public sealed record LogHitWire(long N);
