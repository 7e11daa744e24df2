using ElasticJobs.Storage.Runs;
using ElasticJobs.Storage.Writing;
using static ElasticJobs.Storage.Writing.SqlType;

namespace ElasticJobs.Storage.Projects;

internal static class ProjectStatements
{
    public static readonly SqlStatement Insert = new(
        "INSERT INTO projects (name, description, created_at, place, state, version) VALUES ($1, $2, $3, $4, $5, 0) ON CONFLICT (name) DO NOTHING", Text, Text, Time, Text, Text);

    public static readonly SqlStatement Put = new(PutSql, Text, Text, Time, Text, Text);

    /// <summary>Changes nothing while runs are unfinished.</summary>
    public static readonly SqlStatement Move = new(
        $"{PutSql} WHERE NOT EXISTS (SELECT 1 FROM runs WHERE runs.project = projects.name AND runs.{RunStatements.Unfinished})", Text, Text, Time, Text, Text);

    public static readonly SqlStatement SetState = new("UPDATE projects SET state = $1 WHERE name = $2 AND version = $3", Text, Text, Whole);

    public static readonly SqlStatement Delete = new(
        """
        DELETE FROM projects WHERE name = $1
            AND NOT EXISTS (SELECT 1 FROM pipelines WHERE project = $1 AND deleted_at IS NULL) AND NOT EXISTS (SELECT 1 FROM runs WHERE project = $1)
            AND NOT EXISTS (SELECT 1 FROM deployments WHERE project = $1)
        """,
        Text);

    /// <summary>What is left of deleted pipelines and of people's drafts, and tokens that would come to life with a new project of the name.</summary>
    public static readonly IReadOnlyList<SqlStatement> DeleteRest =
    [
        new("DELETE FROM pipelines WHERE project = $1", Text),
        new("DELETE FROM pipeline_drafts WHERE project = $1", Text),
        new("DELETE FROM debug_sessions WHERE project = $1", Text),
        new("DELETE FROM api_tokens WHERE project = $1", Text),
    ];

    private const string PutSql =
        """
        INSERT INTO projects (name, description, created_at, place, state, version) VALUES ($1, $2, $3, $4, $5, 0)
        ON CONFLICT (name) DO UPDATE SET description = excluded.description, place = excluded.place, state = excluded.state, version = projects.version + 1
        """;

    public static readonly SqlStatement PutMember = new(
        """
        INSERT INTO project_members (project, user_name, role) SELECT $1, $2, $3 WHERE EXISTS (SELECT 1 FROM projects WHERE name = $1)
        ON CONFLICT (project, user_name) DO UPDATE SET role = excluded.role
        """,
        Text, Text, Text);

    public static readonly SqlStatement DeleteMember = new("DELETE FROM project_members WHERE project = $1 AND user_name = $2", Text, Text);
}
