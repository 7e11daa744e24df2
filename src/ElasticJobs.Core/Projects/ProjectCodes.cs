namespace ElasticJobs.Core.Projects;

/// <summary>Codes of problems with projects and their places. <see cref="Pipelines.ProblemTexts"/> has the sentences.</summary>
public static class ProjectCodes
{
    public const string BadProjectName = "bad_project_name";
    public const string BadNamespace = "bad_namespace";
    public const string ReservedNamespace = "reserved_namespace";
    public const string NamespaceTaken = "namespace_taken";
    public const string ContextWithoutNamespace = "context_without_namespace";
    public const string NamespaceNeeded = "namespace_needed";
    public const string BadQuantity = "bad_quantity";
    public const string UnknownContext = "unknown_context";
    public const string NoClaimSetting = "no_claim_setting";
    public const string NoProject = "no_project";
    public const string NoPlaces = "no_places";
    public const string BadDockerConfig = "bad_docker_config";

    public const string ClusterUnusable = "cluster_unusable";
    public const string ClusterUnreachable = "cluster_unreachable";
    public const string NamespaceForbidden = "namespace_forbidden";
    public const string NamespaceTerminating = "namespace_terminating";
    public const string NamespaceOfOther = "namespace_of_other";
    public const string NamespaceNotOurs = "namespace_not_ours";
    public const string ClaimMissing = "claim_missing";
    public const string ObjectNotOurs = "object_not_ours";
    public const string ObjectForbidden = "object_forbidden";
    public const string ObjectRefused = "object_refused";
    public const string PodsForbidden = "pods_forbidden";
}
