using ElasticJobs.Core.Deployments;

namespace ElasticJobs.Core.Queues;

/// <summary>What a service takes into its queue, from whoever puts it.</summary>
public static class TaskRules
{
    public const string TypeTag = "taskType";

    /// <summary>Between whom delivery is shared out.</summary>
    public const string TenantTag = "tenant";

    public const string Command = "command";
    public const string Query = "query";

    /// <exception cref="RefusedException"><c>service_stopped</c>, <c>task_type_missing</c>, <c>no_port</c>.</exception>
    public static void Check(Deployment service, string? type)
    {
        if (service.IsStopped)
            throw DeploymentRefusals.Stopped(service.Name);
        CheckType(service, type);
    }

    /// <exception cref="RefusedException"><c>task_type_missing</c>, <c>no_port</c>.</exception>
    public static void CheckType(Deployment service, string? type)
    {
        if (type is not (Command or Query))
        {
            throw new RefusedException(
                RefusalKind.Invalid, "task_type_missing", type is null ? "The parameter 'taskType' is missing." : $"'{type}' is no taskType.",
                "Add taskType=command if the payload is a command line to run, or taskType=query if it is a request for the service's own server.");
        }

        if (type == Query && service.Spec.Instance.Port is null)
        {
            throw new RefusedException(
                RefusalKind.Invalid, "no_port", $"The service '{service.Name}' has no server that a query could be sent to.", "Send commands (taskType=command), or deploy it with containers[0].command and port.");
        }
    }
}
