namespace ElasticJobs.Storage.Leadership;

internal static class LeadershipStatements
{
    public const string Take =
        """
        INSERT INTO leadership (name, epoch, holder, since) VALUES ('scheduler', 1, $1, $2)
        ON CONFLICT (name) DO UPDATE SET epoch = leadership.epoch + 1, holder = excluded.holder, since = excluded.since, address = NULL
        RETURNING epoch
        """;

    public const string Epoch = "SELECT epoch FROM leadership WHERE name = 'scheduler'";

    /// <summary>A write of a console that works is committed within milliseconds.</summary>
    public const string EndStuckWrites =
        """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE state = 'idle in transaction' AND state_change < now() - interval '2 seconds'
        AND pid IN (SELECT pid FROM pg_locks WHERE relation = 'leadership'::regclass AND granted AND pid <> pg_backend_pid())
        """;

    /// <summary>Machine and process.</summary>
    public static string Holder { get; } = $"{Environment.MachineName}/{Environment.ProcessId}";
}
