namespace ElasticJobs.Core.Access;

/// <summary>Secrets as they are stored: encrypted with keys that every console on the database has.</summary>
public interface ISecretProtector
{
    /// <param name="purpose">What is protected for one can't be read for another.</param>
    string Protect(string purpose, string secret);

    /// <summary>Null: it was protected for another purpose, or its key is gone.</summary>
    string? Unprotect(string purpose, string stored);
}
