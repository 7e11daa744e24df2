using ElasticJobs.Core.Access;

namespace ElasticJobs.Tests.Shared.Elasticity;

/// <summary>Keeps secrets as they are.</summary>
public sealed class PlainSecrets : ISecretProtector
{
    public string Protect(string purpose, string secret) => $"{purpose}:{secret}";

    public string? Unprotect(string purpose, string stored) => stored.StartsWith(purpose + ":", StringComparison.Ordinal) ? stored[(purpose.Length + 1)..] : null;
}
