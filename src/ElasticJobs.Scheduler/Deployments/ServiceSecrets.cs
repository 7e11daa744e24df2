using ElasticJobs.Core.Access;
using ElasticJobs.Core.Deployments;

namespace ElasticJobs.Scheduler.Deployments;

/// <summary>Secrets of services' tokens.</summary>
internal sealed class ServiceSecrets(ISecretProtector protector)
{
    private const string Purpose = "service-token";

    public (ServiceToken Token, string Secret) Make(string service, string name, string actor, DateTimeOffset now)
    {
        var secret = TokenSecrets.Create(TokenSecrets.ForService);
        return (new ServiceToken(service, name, TokenSecrets.Hash(secret), protector.Protect(Purpose, secret), now, actor), secret);
    }

    /// <summary>Null: the key that it was encrypted with is gone; the token has to be renewed.</summary>
    public string? Read(ServiceToken token) => protector.Unprotect(Purpose, token.Secret);
}
