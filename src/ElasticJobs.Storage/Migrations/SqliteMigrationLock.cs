using ElasticJobs.Storage.Database;

namespace ElasticJobs.Storage.Migrations;

/// <summary>A locked file beside the database.</summary>
internal sealed class SqliteMigrationLock(DatabaseTarget target, TimeProvider time) : IMigrationLock
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Longer than any migration should take.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public async Task<IAsyncDisposable> AcquireAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target.File)!);
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(target.File + ".migrating", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (time.GetElapsedTime(started) < Limit)
            {
                await Task.Delay(Interval, time, cancellationToken);
            }
        }
    }
}
