using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using Microsoft.AspNetCore.Identity;

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

    public static RefusedException UserNotFound() => new(
        RefusalKind.NotFound, "user_not_found", "There is no such user any more.", "Load the list of users anew.");

    public static RefusedException LastAdmin() => new(
        RefusalKind.Conflict, "last_admin", "This is the console's last admin.", "Make somebody else an admin first.");

    /// <summary>What the accounts' rules forbid. One code for one rule; several come as problems.</summary>
    public static RefusedException Account(IReadOnlyList<IdentityError> errors) => new(
        RefusalKind.Invalid,
        errors is [var only] ? $"account_{only.Code}" : "account",
        string.Join(' ', errors.Select(error => error.Description)),
        "Change it and try again.");

    public static RefusedException TokenNotFound() => new(
        RefusalKind.NotFound, "token_not_found", "There is no such token in this project.", "Load the list of tokens anew.");

    private static string Lower(ProjectRole role) => role.ToString().ToLowerInvariant();
}
