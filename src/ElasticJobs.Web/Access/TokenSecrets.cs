using System.Security.Cryptography;
using System.Text;

namespace ElasticJobs.Web.Access;

/// <summary>Service tokens as people see them, <c>ej_</c> and 43 characters, and as they are kept.</summary>
internal static class TokenSecrets
{
    public static string Create() => "ej_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))
        .Replace('+', '-').Replace('/', '_').TrimEnd('=');

    /// <summary>Secrets are random and long, so one SHA-256 is as good as a slow hash and can be looked up by index.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
