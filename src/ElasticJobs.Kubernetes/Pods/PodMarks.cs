namespace ElasticJobs.Kubernetes.Pods;

/// <summary>Names of what we put on our pods beside the labels of <see cref="Core.Pods.PodLabels"/>.</summary>
internal static class PodMarks
{
    /// <summary>Label: which console's pod it is. Nothing without it is ever touched.</summary>
    public const string Owner = "elasticjobs.io/owner";

    public const string ManagedBy = "app.kubernetes.io/managed-by";

    public const string Product = "elasticjobs";

    /// <summary>Label of a pod whose end is stored: Unix time in seconds at which it is to be deleted. The runtime no longer tells of it.</summary>
    public const string Released = "elasticjobs.io/released";

    /// <summary>Label of pods that work on a workspace.</summary>
    public const string Chore = "elasticjobs.io/chore";

    /// <summary>Label of objects of whatever kind that stand for a pod of ours.</summary>
    public const string Object = "elasticjobs.io/object";

    /// <summary>Annotation of such an object: when it has ended and which pods are its own.</summary>
    public const string Terms = "elasticjobs.io/terms";

    /// <summary>Label of a member: name of its group, as the port calls it.</summary>
    public const string Group = "elasticjobs.io/group";

    /// <summary>Label of a member.</summary>
    public const string Rank = "elasticjobs.io/rank";

    /// <summary>Label of a member: how often its group had started again when it was made.</summary>
    public const string Round = "elasticjobs.io/round";

    /// <summary>Annotation of a member that may begin, because all members are there: since when, as ISO 8601.</summary>
    public const string Gate = "elasticjobs.io/go";

    /// <summary>Annotation of a member: when its group began first, before it was started again.</summary>
    public const string Began = "elasticjobs.io/began";

    /// <summary>Finalizer: holds a pod that somebody or something deletes until its end is stored, so that no attempt's pod can vanish unseen and be started again.</summary>
    public const string Tracking = "elasticjobs.io/tracking";

    /// <summary>Annotation: labels whose value is no label's value, as JSON.</summary>
    public const string Labels = "elasticjobs.io/labels";

    /// <summary>Annotation: <see cref="Core.Pods.PodSpec.LogDirectory"/>, for the console that comes after this one.</summary>
    public const string LogDirectory = "elasticjobs.io/log-directory";
}
