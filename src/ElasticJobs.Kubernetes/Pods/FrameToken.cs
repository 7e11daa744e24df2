using System.Security.Cryptography;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>Makes the token of a pod's frames, see <see cref="ContainerScript"/>.</summary>
internal static class FrameToken
{
    private const int Bytes = 16;

    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
}
