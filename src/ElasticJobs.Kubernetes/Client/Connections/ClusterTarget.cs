using System.Security.Cryptography.X509Certificates;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>A server and what it takes to connect to it, but for tokens.</summary>
/// <param name="Server">May have a path of its own.</param>
internal sealed record ClusterTarget(Uri Server)
{
    /// <summary>Null: the system's.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>The server's certificate is not looked at.</summary>
    public bool Insecure { get; init; }

    /// <summary>Name that the server's certificate must have. Null: that in its address.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Null: the one of the environment (<c>HTTPS_PROXY</c>), if any.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>User that requests are made as. Null: ourselves.</summary>
    public string? Impersonate { get; init; }

    public IReadOnlyList<string> ImpersonateGroups { get; init; } = [];
}
