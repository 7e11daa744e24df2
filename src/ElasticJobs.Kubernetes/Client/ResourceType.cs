namespace ElasticJobs.Kubernetes.Client;

/// <summary>What a request is about: a kind of object as the API server serves it.</summary>
/// <param name="Group">Empty for the core group.</param>
/// <param name="Version">E.g. <c>v1</c>. Discovery tells what a cluster serves where versions differ between clusters.</param>
/// <param name="Plural">As in paths, e.g. <c>pods</c>.</param>
/// <param name="Kind">As in manifests, e.g. <c>Pod</c>.</param>
/// <param name="Namespaced">False: its objects belong to the whole cluster and their namespace is null.</param>
public sealed record ResourceType(string Group, string Version, string Plural, string Kind, bool Namespaced = true)
{
    public static ResourceType Pods { get; } = Core("pods", "Pod");
    public static ResourceType Services { get; } = Core("services", "Service");
    public static ResourceType Endpoints { get; } = Core("endpoints", "Endpoints");
    public static ResourceType ConfigMaps { get; } = Core("configmaps", "ConfigMap");
    public static ResourceType Secrets { get; } = Core("secrets", "Secret");
    public static ResourceType Events { get; } = Core("events", "Event");
    public static ResourceType PersistentVolumeClaims { get; } = Core("persistentvolumeclaims", "PersistentVolumeClaim");
    public static ResourceType ResourceQuotas { get; } = Core("resourcequotas", "ResourceQuota");
    public static ResourceType LimitRanges { get; } = Core("limitranges", "LimitRange");
    public static ResourceType ServiceAccounts { get; } = Core("serviceaccounts", "ServiceAccount");
    public static ResourceType Namespaces { get; } = Core("namespaces", "Namespace", namespaced: false);
    public static ResourceType Nodes { get; } = Core("nodes", "Node", namespaced: false);
    public static ResourceType PersistentVolumes { get; } = Core("persistentvolumes", "PersistentVolume", namespaced: false);
    public static ResourceType Deployments { get; } = new("apps", "v1", "deployments", "Deployment");
    public static ResourceType ReplicaSets { get; } = new("apps", "v1", "replicasets", "ReplicaSet");
    public static ResourceType StatefulSets { get; } = new("apps", "v1", "statefulsets", "StatefulSet");
    public static ResourceType Jobs { get; } = new("batch", "v1", "jobs", "Job");
    public static ResourceType Leases { get; } = new("coordination.k8s.io", "v1", "leases", "Lease");
    public static ResourceType Ingresses { get; } = new("networking.k8s.io", "v1", "ingresses", "Ingress");
    public static ResourceType CustomResourceDefinitions { get; } =
        new("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", Namespaced: false);

    /// <summary>Served only where a metrics server runs; ask <see cref="IKubernetesApi.DiscoverAsync"/> first.</summary>
    public static ResourceType PodMetrics { get; } = new("metrics.k8s.io", "v1beta1", "pods", "PodMetrics");

    /// <inheritdoc cref="PodMetrics"/>
    public static ResourceType NodeMetrics { get; } = new("metrics.k8s.io", "v1beta1", "nodes", "NodeMetrics", Namespaced: false);

    public static ResourceType SelfSubjectAccessReviews { get; } =
        new("authorization.k8s.io", "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview", Namespaced: false);

    public static ResourceType SelfSubjectRulesReviews { get; } =
        new("authorization.k8s.io", "v1", "selfsubjectrulesreviews", "SelfSubjectRulesReview", Namespaced: false);

    /// <summary>As in manifests: <c>v1</c>, <c>batch/v1</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    private static ResourceType Core(string plural, string kind, bool namespaced = true) => new("", "v1", plural, kind, namespaced);
}
