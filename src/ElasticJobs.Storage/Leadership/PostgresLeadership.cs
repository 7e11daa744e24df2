using ElasticJobs.Core.Leadership;
using ElasticJobs.Storage.Database;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ElasticJobs.Storage.Leadership;

/// <summary>An advisory lock of a session of its own: the server frees it when the process ends, and when nothing was heard of it for about ten seconds.</summary>
internal sealed partial class PostgresLeadership(DatabaseTarget target, LeaderFence fence, TimeProvider time, ILogger<PostgresLeadership> logger) : ILeadership
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public async Task<ILeaderTerm> LeadAsync(CancellationToken cancellationToken)
    {
        var told = false;
        while (true)
        {
            var link = await LeaderLink.TryOpenAsync(target, cancellationToken);
            if (link.Problem is { } problem)
                LogUnreachable(problem);
            else if (link.Session is { } session)
            {
                if (await TryTakeAsync(session, cancellationToken) is { } term)
                    return term;
            }
            else if (!told)
            {
                told = true;
                LogWaits();
            }

            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    /// <returns>Null: it can't be now.</returns>
    private async Task<PostgresTerm?> TryTakeAsync(LeaderLink session, CancellationToken cancellationToken)
    {
        var askedAt = time.GetTimestamp();
        try
        {
            await session.EndStuckWritesAsync(cancellationToken);
            var epoch = await session.TakeAsync(time.GetUtcNow(), cancellationToken);
            fence.Begin(epoch);
            LogLeads(epoch);
            return new PostgresTerm(target, session, epoch, askedAt, time, logger);
        }
        catch (Exception e)
        {
            await session.DisposeAsync();
            if (e is not (NpgsqlException or IOException or TimeoutException))
                throw;
            LogUnreachable(e.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Information, "This console leads (term {Epoch}): it starts and stops tasks.")]
    private partial void LogLeads(long epoch);

    [LoggerMessage(LogLevel.Information, "Another console leads. This one serves pages, and takes over when the other ends.")]
    private partial void LogWaits();

    [LoggerMessage(LogLevel.Warning, "Nobody can be asked who leads: {Problem} It is tried again.")]
    private partial void LogUnreachable(string problem);
}
