using ElasticJobs.Core.Leadership;
using ElasticJobs.Storage.Database;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Storage.Leadership;

/// <summary>A locked file beside the database, which the system frees when its holder ends. A second console on the same data directory serves, and waits.</summary>
internal sealed partial class SqliteLeadership(DatabaseTarget target, LeaderFence fence, TimeProvider time, ILogger<SqliteLeadership> logger) : ILeadership
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    public async Task<ILeaderTerm> LeadAsync(CancellationToken cancellationToken)
    {
        var held = await LockAsync(cancellationToken);
        try
        {
            var epoch = await TakeAsync(cancellationToken);
            fence.Begin(epoch);
            return new Term(held, epoch);
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target.File)!);
        for (var waits = 0; ; waits++)
        {
            try
            {
                return new FileStream(target.File + ".leader", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                if (waits == 1)
                    LogWaits(Path.GetDirectoryName(target.File)!);
                await Task.Delay(Interval, time, cancellationToken);
            }
        }
    }

    private async Task<long> TakeAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(target.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        SqliteSession.Configure(connection);
        await using var command = connection.CreateCommand();
        command.CommandText = LeadershipStatements.Take;
        command.Parameters.AddWithValue("$1", LeadershipStatements.Holder);
        command.Parameters.AddWithValue("$2", SqliteValues.OfTime(time.GetUtcNow()));
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    [LoggerMessage(LogLevel.Warning, "Another console works on {Directory}. This one serves pages, and takes over when the other ends.")]
    private partial void LogWaits(string directory);

    /// <summary>Lasts as long as the process: nobody else can have the file.</summary>
    private sealed class Term(FileStream held, long epoch) : ILeaderTerm
    {
        public long Epoch => epoch;

        public bool IsSure => true;

        public CancellationToken Deposed => CancellationToken.None;

        public Task WaitUntilSureAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => held.DisposeAsync();
    }
}
