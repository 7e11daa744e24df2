using ElasticJobs.Storage.Writing;
using static ElasticJobs.Storage.Writing.SqlType;

namespace ElasticJobs.Storage.Queues;

/// <summary>The writes of queues. Each runs unchanged on SQLite and on PostgreSQL.</summary>
internal static class QueueStatements
{
    public const string Open = "outcome IS NULL";
    public const string Ended = "outcome IS NOT NULL";

    public static readonly SqlStatement InsertStream = new("INSERT INTO queue_streams (id, queue, kind) VALUES ($1, $2, $3) ON CONFLICT (queue, kind) DO NOTHING", Id, Text, Text);

    public static readonly SqlStatement Insert = new(
        """
        INSERT INTO queue_frames (stream, "index", request_id, priority, tenant, tags, data, put_at, not_before, deliveries, epoch, holder, reason, payload)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        ON CONFLICT (stream, request_id) DO NOTHING
        """,
        Id, Whole, Text, Whole, Text, Text, Bytes, Time, Time, Whole, Whole, Text, Text, Text);

    public static readonly SqlStatement Change = new(
        $"""UPDATE queue_frames SET data = $1, tags = $2, priority = $3, tenant = $4, payload = $5 WHERE stream = $6 AND "index" = $7 AND {Open}""", Bytes, Text, Whole, Text, Text, Id, Whole);

    /// <summary>A later lease or the end may be stored already.</summary>
    public static readonly SqlStatement Lease = new(
        $"""UPDATE queue_frames SET holder = $1, epoch = $2, deliveries = $3, not_before = NULL WHERE stream = $4 AND "index" = $5 AND epoch < $2 AND {Open}""", Text, Whole, Whole, Id, Whole);

    public static readonly SqlStatement Return = new(
        $"""UPDATE queue_frames SET holder = NULL, epoch = $1, deliveries = $2, not_before = $3, reason = $4 WHERE stream = $5 AND "index" = $6 AND epoch <= $1 AND {Open}""", Whole, Whole, Time, Text, Id, Whole);

    public static readonly SqlStatement End = new(
        $"""UPDATE queue_frames SET holder = NULL, outcome = $1, ended_at = $2 WHERE stream = $3 AND "index" = $4 AND {Open}""", Text, Time, Id, Whole);

    public static readonly SqlStatement RemoveEnded = new(
        $"""DELETE FROM queue_frames WHERE stream = $1 AND {Ended} AND ended_at < $2 AND "index" < (SELECT max("index") FROM queue_frames WHERE stream = $1)""", Id, Time);
}
