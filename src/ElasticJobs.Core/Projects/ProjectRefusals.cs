namespace ElasticJobs.Core.Projects;

public static class ProjectRefusals
{
    /// <summary>A refusal that says what the problem says.</summary>
    public static RefusedException Of(RefusalKind kind, Problem problem) => new(kind, problem.Code, problem.Message, problem.Fix, problem);

    public static RefusedException Unknown(string project) =>
        new(RefusalKind.NotFound, "project_not_found", $"There is no project '{project}'.", "Make the project first, or correct its name.");

    public static RefusedException IsThere(string project) =>
        new(RefusalKind.Conflict, "project_exists", $"There is a project '{project}' already.", "Choose another name, or change that project.");

    public static RefusedException Invalid(string project, IReadOnlyList<Problem> problems) => new(
        RefusalKind.Invalid, "project_invalid", $"The project '{project}' has {problems.Count} {(problems.Count == 1 ? "problem" : "problems")}.",
        "Mend what 'errors' lists; each entry names its place and its fix.", problems);

    public static RefusedException Busy(string project) => new(
        RefusalKind.Conflict, "project_busy", $"Runs of project '{project}' are unfinished, and their pods would be looked for in the wrong namespace.",
        "Wait for them or stop them; then change context or namespace.");

    public static RefusedException NotEmpty(string project, ProjectContents contents) => new(
        RefusalKind.Conflict, "project_not_empty", $"Project '{project}' has {contents.Pipelines} pipelines, {contents.Runs} runs and {contents.Services} services.", "Delete them first.");

    public static RefusedException NamespaceIsNotOurs(string ns) => new(
        RefusalKind.Conflict, "namespace_not_deleted", $"Namespace '{ns}' is not this console's, so it is not deleted.", "Delete the project without it; then delete the namespace with kubectl if nobody needs it.");

    public static RefusedException NamespaceIsMissing(string ns) => new(
        RefusalKind.Conflict, "namespace_missing", $"There is no namespace '{ns}' in the cluster yet.", "Wait until the project's place is ready, and try again.");

    public static RefusedException IsDefault() => new(
        RefusalKind.Conflict, "project_is_default", $"Project '{Project.DefaultName}' can't be deleted: what names no project is in it.", "Keep it; its members and its place can be changed.");
}
