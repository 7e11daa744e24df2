using ElasticJobs.Storage.Writing;
using static ElasticJobs.Storage.Writing.SqlType;

namespace ElasticJobs.Storage.Pipelines;

internal static class PipelineStatements
{
    public static readonly SqlStatement Insert = new(
        "INSERT INTO pipelines (project, name, latest, search_text) VALUES ($1, $2, 1, $3) ON CONFLICT (project, name) DO NOTHING", Text, Text, Text);

    /// <summary>Only from the revision that the author has seen: of two who save at once one must look again.</summary>
    public static readonly SqlStatement Advance = new(
        "UPDATE pipelines SET latest = $1, search_text = $2, deleted_at = NULL WHERE project = $3 AND name = $4 AND latest = $5", Whole, Text, Text, Text, Whole);

    /// <summary>A number that is taken is no error here: then the statement before has changed nothing and says so.</summary>
    public static readonly SqlStatement InsertRevision = new(
        "INSERT INTO pipeline_revisions (project, name, number, document, author, created_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (project, name, number) DO NOTHING",
        Text, Text, Whole, Text, Text, Time);

    public static readonly SqlStatement Delete = new("UPDATE pipelines SET deleted_at = $1 WHERE project = $2 AND name = $3 AND deleted_at IS NULL", Time, Text, Text);

    public static readonly SqlStatement DeleteDrafts = new("DELETE FROM pipeline_drafts WHERE project = $1 AND name = $2", Text, Text);

    public static readonly SqlStatement PutDraft = new(
        """
        INSERT INTO pipeline_drafts (project, name, author, document, base_revision, saved_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (project, name, author) DO UPDATE SET document = excluded.document, base_revision = excluded.base_revision, saved_at = excluded.saved_at
        """,
        Text, Text, Text, Text, Whole, Time);

    public static readonly SqlStatement DeleteDraft = new("DELETE FROM pipeline_drafts WHERE project = $1 AND name = $2 AND author = $3", Text, Text, Text);
}
