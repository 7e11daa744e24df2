using ElasticJobs.Storage.Writing;
using static ElasticJobs.Storage.Writing.SqlType;

namespace ElasticJobs.Storage.Deployments;

internal static class DeploymentStatements
{
    public static readonly SqlStatement Insert = new(
        """
        INSERT INTO deployments (name, project, document, version, generation, is_stopped, created_at, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5, false, $6, $7, $8)
        ON CONFLICT (name) DO NOTHING
        """,
        Text, Text, Text, Whole, Whole, Time, Time, Text);

    public static readonly SqlStatement Replace = new(
        "UPDATE deployments SET document = $1, version = $2, generation = $3, is_stopped = ($4 = 1), updated_at = $5, updated_by = $6 WHERE name = $7 AND version = $2 - 1", Text, Whole, Whole, Whole, Time, Text, Text);

    public static readonly SqlStatement Delete = new("DELETE FROM deployments WHERE name = $1", Text);

    public static readonly SqlStatement DeleteQueue = new("DELETE FROM queue_streams WHERE queue = $1", Text);

    public static readonly SqlStatement PutToken = new(
        """
        INSERT INTO service_tokens (service, name, hash, secret, created_at, created_by) SELECT $1, $2, $3, $4, $5, $6 WHERE EXISTS (SELECT 1 FROM deployments WHERE name = $1)
        ON CONFLICT (service, name) DO UPDATE SET hash = excluded.hash, secret = excluded.secret, created_at = excluded.created_at, created_by = excluded.created_by
        """,
        Text, Text, Text, Text, Time, Text);

    public static readonly SqlStatement DeleteToken = new("DELETE FROM service_tokens WHERE service = $1 AND name = $2", Text, Text);
}
