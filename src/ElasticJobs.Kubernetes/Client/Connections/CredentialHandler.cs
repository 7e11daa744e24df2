using k8s.Authentication;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>Puts the credentials on each request.</summary>
internal sealed class CredentialHandler(ClusterTarget target, ServiceClientCredentials? credentials) : DelegatingHandler
{
    private static readonly string UserAgent = $"elasticjobs/{typeof(CredentialHandler).Assembly.GetName().Version?.ToString(3)}";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);

        // The handler beneath checks the server's certificate against the Host header; the API server itself does not read it.
        if (target.TlsServerName is not null)
            request.Headers.Host = target.TlsServerName;
        if (target.Impersonate is not null)
            request.Headers.TryAddWithoutValidation("Impersonate-User", target.Impersonate);
        if (target.ImpersonateGroups.Count > 0)
            request.Headers.TryAddWithoutValidation("Impersonate-Group", target.ImpersonateGroups);
        if (credentials is not null)
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}
