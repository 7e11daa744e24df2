using k8s;
using k8s.Authentication;
using k8s.Exceptions;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>The credentials that Kubernetes puts into every pod. Its token is read again every minute, its authority's certificate when the server's is no longer trusted.</summary>
internal static class InClusterAccess
{
    public const string Context = "in-cluster";

    public static bool IsAvailable => KubernetesClientConfiguration.IsInCluster();

    public static string Namespace => Read().Namespace ?? "default";

    public static ClusterAccess Open()
    {
        var pod = Read();
        return new ClusterAccess(new ClusterTarget(new Uri(pod.Host)) { Authorities = pod.SslCaCerts }, new TokenCredentials(pod.TokenProvider));
    }

    private static KubernetesClientConfiguration Read()
    {
        try
        {
            return KubernetesClientConfiguration.InClusterConfig();
        }
        catch (Exception e) when (e is KubeConfigException or IOException or UnauthorizedAccessException)
        {
            throw new KubernetesConfigurationException($"The pod's own credentials (/var/run/secrets/kubernetes.io/serviceaccount) can't be used: {e.Message} Check automountServiceAccountToken and the service account.", e);
        }
    }
}
