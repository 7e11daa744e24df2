using ElasticJobs.Core;
using ElasticJobs.Core.Access;

namespace ElasticJobs.Web.Access;

/// <summary>The refusals that more than one place of the console makes.</summary>
internal static class Refusals
{
    public static RefusedException RoleMissing(string project, ProjectRole needed, ProjectRole? has) => new(
        RefusalKind.Forbidden,
        "role_missing",
        has is null
            ? $"You are no member of project '{project}'."
            : $"Your role in project '{project}' is {Lower(has.Value)}; this needs {Lower(needed)}.",
        $"Ask an admin of project '{project}' for the role {Lower(needed)}.");

    public static RefusedException ConsoleAdminMissing() => new(
        RefusalKind.Forbidden, "admin_missing", "Only admins of the console may do this.", "Ask an admin of the console.");

    public static RefusedException PipelineNotFound(string project, string name) => new(
        RefusalKind.NotFound, "pipeline_not_found", $"Project '{project}' has no pipeline '{name}'.", "Look at the list of pipelines for its name.");

    public static RefusedException RevisionNotFound(string name, int revision) => new(
        RefusalKind.NotFound, "revision_not_found", $"There is no revision {revision} of a pipeline '{name}' in this project.", "Look at the list of its revisions.");

    public static RefusedException RunNotFound(string run) => new(
        RefusalKind.NotFound, "run_not_found", $"There is no run '{run}' in this project.", "Look at the list of runs for its id.");

    private static string Lower(ProjectRole role) => role.ToString().ToLowerInvariant();
}
