namespace ElasticJobs.Core.Deployments;

public static class DeploymentRefusals
{
    public static RefusedException NotFound(string name) =>
        new(RefusalKind.NotFound, "service_not_found", $"There is no service '{name}'.", "Check the name, or deploy it first.");

    public static RefusedException Exists(string name) =>
        new(RefusalKind.Conflict, "service_exists", $"There is a service '{name}' already; names are unique over all projects.", "Choose another name, or change that service with PUT.");

    public static RefusedException Invalid(IReadOnlyList<Problem> problems) => new(
        RefusalKind.Invalid, "service_invalid", $"The service has {problems.Count} {(problems.Count == 1 ? "problem" : "problems")}.", "Mend what 'errors' lists; each entry names its place and its fix.", problems);

    public static RefusedException Renamed(string name, string other) => new(
        RefusalKind.Conflict, "service_name_differs", $"The document is of a service '{other}', and the address names '{name}'.", "Write the same name in both; a service can't be renamed.");

    public static RefusedException Changed(string name) =>
        new(RefusalKind.Conflict, "service_changed", $"Somebody has changed the service '{name}' meanwhile.", "Read it again and repeat the change.");

    public static RefusedException HasTasks(string name, long tasks) => new(
        RefusalKind.Conflict, "service_has_tasks", $"{tasks} {(tasks == 1 ? "task" : "tasks")} of the service '{name}' {(tasks == 1 ? "is" : "are")} not done.", "Wait until they are, or delete it with them: ?force=true.");

    public static RefusedException BadTokenName(string token) => new(
        RefusalKind.Invalid, "service_token_name", $"'{token}' is no name for a token.", "Use 1 to 63 lower case letters, digits, '-', '_' and '.', e.g. notebook.");

    public static RefusedException DefaultToken() => new(
        RefusalKind.Conflict, "service_token_default", $"The token '{ServiceToken.DefaultName}' is that of the service's own instances.", "Renew it with PUT if somebody knows it who should not.");

    public static RefusedException Stopped(string name) =>
        new(RefusalKind.Conflict, "service_stopped", $"The service '{name}' is stopped.", "Start it, and send the task again.");
}
