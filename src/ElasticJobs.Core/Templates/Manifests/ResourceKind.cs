namespace ElasticJobs.Core.Templates.Manifests;

/// <summary>How to tell that an object of a kind has succeeded or failed, and which pods are its own.</summary>
/// <param name="Group">Of the API, whatever the version; empty: the core's.</param>
/// <param name="PodSelector"><c>{name}</c> is the object's name. Null: the pods that it owns.</param>
public sealed record ResourceKind(string Group, string Kind, string Success, string? Failure, string? Message = null, string? PodSelector = null)
{
    private const string NamePlace = "{name}";

    /// <summary>Kinds by their documentation, of the versions in use now.</summary>
    public static IReadOnlyList<ResourceKind> All { get; } =
    [
        Conditions("batch", "Job", "Complete", "job-name={name}"),
        Conditions("kubeflow.org", "PyTorchJob", "Succeeded", "training.kubeflow.org/job-name={name}"),
        Conditions("kubeflow.org", "TFJob", "Succeeded", "training.kubeflow.org/job-name={name}"),
        Conditions("kubeflow.org", "MPIJob", "Succeeded", "training.kubeflow.org/job-name={name}"),
        Conditions("kubeflow.org", "PaddleJob", "Succeeded", "training.kubeflow.org/job-name={name}"),
        Conditions("kubeflow.org", "XGBoostJob", "Succeeded", "training.kubeflow.org/job-name={name}"),
        Conditions("kubeflow.org", "MXJob", "Succeeded", "training.kubeflow.org/job-name={name}"),
        Conditions("trainer.kubeflow.org", "TrainJob", "Complete", null),
        Conditions("jobset.x-k8s.io", "JobSet", "Completed", "jobset.sigs.k8s.io/jobset-name={name}"),
        new("batch.volcano.sh", "Job", "status.state.phase == Completed", "status.state.phase in (Failed, Aborted, Terminated)", "status.state.message", "volcano.sh/job-name={name}"),
        new("ray.io", "RayJob", "status.jobStatus == SUCCEEDED", "status.jobStatus in (FAILED, STOPPED) || status.jobDeploymentStatus == Failed", "status.message"),
        new("sparkoperator.k8s.io", "SparkApplication", "status.applicationState.state == COMPLETED", "status.applicationState.state == FAILED", "status.applicationState.errorMessage", "sparkoperator.k8s.io/app-name={name}"),
        new("argoproj.io", "Workflow", "status.phase == Succeeded", "status.phase in (Failed, Error)", "status.message", "workflows.argoproj.io/workflow={name}"),
        new("tekton.dev", "TaskRun", Condition("Succeeded", "True"), Condition("Succeeded", "False"), MessageOf("Succeeded"), "tekton.dev/taskRun={name}"),
        new("tekton.dev", "PipelineRun", Condition("Succeeded", "True"), Condition("Succeeded", "False"), MessageOf("Succeeded"), "tekton.dev/pipelineRun={name}"),
        new("", "Pod", "status.phase == Succeeded", "status.phase == Failed", "status.message"),
    ];

    public static ResourceKind? Find(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var group = slash < 0 ? "" : apiVersion[..slash];
        return All.FirstOrDefault(known => known.Group == group && known.Kind == kind);
    }

    public string? SelectorOf(string name) => PodSelector?.Replace(NamePlace, name, StringComparison.Ordinal);

    private static ResourceKind Conditions(string group, string kind, string success, string? selector) =>
        new(group, kind, Condition(success, "True"), Condition("Failed", "True"), MessageOf("Failed"), selector);

    private static string Condition(string type, string status) => $"status.conditions[?(@.type == \"{type}\")].status == \"{status}\"";

    private static string MessageOf(string type) => $"status.conditions[?(@.type == \"{type}\")].message";
}
