namespace ElasticJobs.Core.Elasticity;

/// <summary>Labels of services' pods, beside <see cref="Pods.PodLabels"/>.</summary>
public static class ServiceLabels
{
    public const string Service = "elasticjobs.io/service";

    /// <summary>Of the service's document that the pod was made from.</summary>
    public const string Generation = "elasticjobs.io/generation";

    /// <summary>Name of the front end.</summary>
    public const string FrontEnd = "elasticjobs.io/front-end";

    /// <summary>Under which id its log is kept; see <see cref="Logs.InstanceLog"/>.</summary>
    public const string Log = "elasticjobs.io/log";

    /// <summary>A value of <see cref="Pods.PodLabels.Kind"/>.</summary>
    public const string InstanceKind = "instance";

    /// <inheritdoc cref="InstanceKind"/>
    public const string FrontEndKind = "front-end";
}
