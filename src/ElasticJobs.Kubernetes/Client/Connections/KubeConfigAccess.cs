using System.Security.Cryptography.X509Certificates;
using k8s.Authentication;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>Makes an access of a kubeconfig's context.</summary>
internal static class KubeConfigAccess
{
    /// <summary>May run an exec plugin.</summary>
    /// <exception cref="KubernetesConfigurationException">A field is wrong; says which.</exception>
    public static ClusterAccess Open(KubeConfigContext context)
    {
        var target = TargetOf(context.Cluster);
        if (context.User is not { } user)
            return new ClusterAccess(target, credentials: null);
        var plugin = user.Section("exec") is { } exec ? ExecPlugin.Run(exec) : null;
        target = target with
        {
            ClientCertificate = plugin?.ClientCertificate ?? ClientCertificateOf(user),
            Impersonate = user.Text("as"),
            ImpersonateGroups = user.Texts("as-groups"),
        };
        return new ClusterAccess(target, plugin?.Credentials ?? CredentialsOf(user));
    }

    /// <summary>What can be seen without running anything or connecting.</summary>
    public static void Check(KubeConfigContext context)
    {
        TargetOf(context.Cluster);
        if (context.User is not { } user)
            return;
        ClientCertificateOf(user)?.Dispose();
        CredentialsOf(user);
        if (user.Section("exec") is { } exec)
            ExecPlugin.CommandOf(exec);
    }

    private static ClusterTarget TargetOf(KubeConfigFields cluster)
    {
        var server = cluster.Address("server", "https", "http") ?? throw cluster.Fail("server", "is missing: the address of the API server.");
        var authorities = cluster.Pem("certificate-authority") is { } pem ? cluster.Read("certificate-authority", () => CertificatesOf(pem)) : null;
        return new ClusterTarget(server)
        {
            Authorities = authorities is { Count: 0 } ? throw cluster.Fail("certificate-authority", "holds no PEM certificate.") : authorities,
            Insecure = cluster.Flag("insecure-skip-tls-verify"),
            TlsServerName = cluster.Text("tls-server-name"),
            Proxy = cluster.Address("proxy-url", "http", "https", "socks5"),
        };
    }

    private static X509Certificate2? ClientCertificateOf(KubeConfigFields user)
    {
        var certificate = user.Pem("client-certificate");
        var key = user.Pem("client-key");
        return (certificate, key) switch
        {
            (null, null) => null,
            (null, _) => throw user.Fail("client-certificate", "is missing, but there is a client-key."),
            (_, null) => throw user.Fail("client-key", "is missing, but there is a client-certificate."),
            _ => user.Read("client-certificate", () => X509Certificate2.CreateFromPem(certificate, key)),
        };
    }

    private static ServiceClientCredentials? CredentialsOf(KubeConfigFields user)
    {
        if (user.FilePath("tokenFile") is { } file)
            return new TokenCredentials(new TokenFileAuth(file));
        if (user.Text("token") is { } token)
            return new TokenCredentials(token);
        if (user.Text("username") is { } name)
            return new BasicAuthenticationCredentials { UserName = name, Password = user.Text("password") ?? throw user.Fail("password", "is missing, but there is a username.") };
        return user.Section("auth-provider") is { } provider ? AuthProviderOf(provider) : null;
    }

    private static TokenCredentials AuthProviderOf(KubeConfigFields provider)
    {
        if (provider.Text("name") != "oidc")
            throw provider.Fail("name", "must be oidc; other providers were replaced by exec plugins: use `exec` with the cloud's own plugin.");
        var settings = provider.Section("config") ?? throw provider.Fail("config", "is missing.");
        string Required(string name) => settings.Text(name) ?? throw settings.Fail(name, "is missing.");
        return new TokenCredentials(new OidcTokenProvider(Required("client-id"), settings.Text("client-secret"), Required("idp-issuer-url"), Required("id-token"), Required("refresh-token")));
    }

    private static X509Certificate2Collection CertificatesOf(string pem)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        return certificates;
    }
}
