using ElasticJobs.Storage.Writing;
using static ElasticJobs.Storage.Writing.SqlType;

namespace ElasticJobs.Storage.Projects;

internal static class ProjectStatements
{
    public static readonly SqlStatement Insert = new(
        "INSERT INTO projects (name, description, created_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING", Text, Text, Time);

    public static readonly SqlStatement PutMember = new(
        """
        INSERT INTO project_members (project, user_name, role) SELECT $1, $2, $3 WHERE EXISTS (SELECT 1 FROM projects WHERE name = $1)
        ON CONFLICT (project, user_name) DO UPDATE SET role = excluded.role
        """,
        Text, Text, Text);

    public static readonly SqlStatement DeleteMember = new("DELETE FROM project_members WHERE project = $1 AND user_name = $2", Text, Text);
}
