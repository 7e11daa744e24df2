using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ElasticJobs.Core.Access;

/// <summary>Secrets of tokens as people see them, a prefix and 43 characters, and as they are found.</summary>
public static class TokenSecrets
{
    /// <summary>Of tokens for the API.</summary>
    public const string ForApi = "ej_";

    /// <summary>Of tokens for one service's queue.</summary>
    public const string ForService = "ejs_";

    public static string Create(string prefix) => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Secrets are random and long, so one SHA-256 is as good as a slow hash and can be looked up by index.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
