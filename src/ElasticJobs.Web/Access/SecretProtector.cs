using System.Security.Cryptography;
using ElasticJobs.Core.Access;
using Microsoft.AspNetCore.DataProtection;

namespace ElasticJobs.Web.Access;

/// <summary>By the keys that protect cookies too, which are in the database.</summary>
internal sealed class SecretProtector(IDataProtectionProvider provider) : ISecretProtector
{
    public string Protect(string purpose, string secret) => provider.CreateProtector(purpose).Protect(secret);

    public string? Unprotect(string purpose, string stored)
    {
        try
        {
            return provider.CreateProtector(purpose).Unprotect(stored);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
