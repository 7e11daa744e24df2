using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Kubernetes;

namespace ElasticJobs.Kubernetes.Tests.Client.Connections;

public sealed class KubeConfigTests : IDisposable
{
    private const string Contexts = """
        current-context: one
        contexts:
        - {name: one, context: {cluster: c, user: u, namespace: team}}
        - {name: two, context: {cluster: d}}
        - {name: lost, context: {cluster: nowhere}}
        """;

    private const string Cluster = "clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]\n";

    private readonly TemporaryDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("server: 'ftp://x'", "", "clusters[c].cluster.server must be an address that begins with https:// or http://")]
    [InlineData("server: ''", "", "clusters[c].cluster.server is missing")]
    [InlineData("server: 'https://x', certificate-authority: ca.pem", "", "clusters[c].cluster.certificate-authority there is no file")]
    [InlineData("server: 'https://x', certificate-authority-data: '%%%'", "", "clusters[c].cluster.certificate-authority-data must be PEM text in base64")]
    [InlineData("server: 'https://x', certificate-authority-data: aGVsbG8=", "", "clusters[c].cluster.certificate-authority holds no PEM certificate")]
    [InlineData("server: 'https://x', insecure-skip-tls-verify: maybe", "", "clusters[c].cluster.insecure-skip-tls-verify must be true or false")]
    [InlineData("server: 'https://x', proxy-url: 'nonsense'", "", "clusters[c].cluster.proxy-url must be an address")]
    [InlineData("server: 'https://x'", "tokenFile: nothing", "users[u].user.tokenFile there is no file")]
    [InlineData("server: 'https://x'", "client-key-data: aGVsbG8=", "users[u].user.client-certificate is missing")]
    [InlineData("server: 'https://x'", "client-certificate-data: aGVsbG8=, client-key-data: aGVsbG8=", "users[u].user.client-certificate can't be read")]
    [InlineData("server: 'https://x'", "username: me", "users[u].user.password is missing")]
    [InlineData("server: 'https://x'", "exec: {apiVersion: v1}", "users[u].user.exec.command is missing")]
    [InlineData("server: 'https://x'", "exec: {command: x, apiVersion: v1, env: [{value: x}]}", "users[u].user.exec.env[0].name is missing")]
    [InlineData("server: 'https://x'", "auth-provider: {name: gcp}", "users[u].user.auth-provider.name must be oidc")]
    public void Wrong_field_is_named_with_its_file(string cluster, string user, string complaint)
    {
        var path = Write("config", $"{Contexts}\nclusters: [{{name: c, cluster: {{{cluster}}}}}]\nusers: [{{name: u, user: {{{user}}}}}]");

        var refused = Assert.Throws<KubernetesConfigurationException>(() => Connect(path).Get());

        Assert.Contains(complaint, refused.Message);
        Assert.StartsWith(path, refused.Message);
    }

    [Theory]
    [InlineData("three", "there is no context three, only: one, two, lost")]
    [InlineData("lost", "contexts[lost].context.cluster names nowhere, but no clusters entry is called so")]
    [InlineData("one", "contexts[one].context.user names u, but no users entry is called so")]
    public void Missing_entry_is_named(string context, string complaint)
    {
        var path = Write("config", $"{Contexts}\n{Cluster}");

        Assert.Contains(complaint, Assert.Throws<KubernetesConfigurationException>(() => Connect(path).Get(context)).Message);
    }

    [Fact]
    public void File_that_is_missing_or_no_YAML_is_named()
    {
        Assert.Contains("can't be read", Assert.Throws<KubernetesConfigurationException>(() => Connect(_files["none"]).Get()).Message);
        Assert.Contains("line 2", Assert.Throws<KubernetesConfigurationException>(() => Connect(Write("broken", "a: b\n  c: [")).Get()).Message);
        Assert.Contains("no kubeconfig", Assert.Throws<KubernetesConfigurationException>(() => Connect(Write("list", "- a")).Get()).Message);
    }

    [Fact]
    public void Files_are_merged_and_the_first_that_has_a_name_wins()
    {
        var first = Write("first", "contexts: [{name: two, context: {cluster: d, namespace: mine}}]");
        var second = Write("second", $"{Contexts}\nclusters: [{{name: d, cluster: {{server: 'http://x'}}}}, {{name: c, cluster: {{server: 'http://y'}}}}]\nusers: [{{name: u, user: {{token: t}}}}]");
        var connections = Connect(first, second);

        Assert.Equal("mine", connections.Get("two").DefaultNamespace);
        Assert.Equal("team", connections.Get().DefaultNamespace);
        Assert.Equal("one", connections.Get().Context);
        Assert.Equal(["two", "one", "lost"], connections.Contexts);
        Assert.Same(connections.Get("two"), connections.Get("two"));
    }

    [Fact]
    public void Mended_file_is_read_without_a_restart()
    {
        var path = Write("config", Contexts);
        var connections = Connect(path);
        Assert.Throws<KubernetesConfigurationException>(() => connections.Get());

        Write("config", $"{Contexts}\n{Cluster}users: [{{name: u, user: {{token: t}}}}]");

        Assert.Equal("one", connections.Get().Context);
    }

    [Fact]
    public async Task Exec_plugin_gives_the_token_and_gets_its_arguments_whole()
    {
        await using var server = await FakeApiServer.StartAsync();
        server.Token = "a \"b\" c\\ $X from-env";
        var plugin = Write("plugin.sh", """
            printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s %s"}}' "$(printf %s "$1" | sed 's/["\\]/\\&/g')" "$X"
            """);
        var path = Write("config", $"{Contexts}\n" + $$$"""
            clusters: [{name: c, cluster: {server: '{{{server.Address}}}'}}]
            users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: ['{{{plugin}}}', 'a "b" c\ $X'], env: [{name: X, value: from-env}] } } }]
            """);

        Assert.Equal("v1.20.2-fake", (await Connect(path).Get().VersionAsync(CancellationToken.None)).GitVersion);
    }

    [Fact]
    public async Task Proxy_of_a_cluster_is_used()
    {
        await using var proxy = await FakeApiServer.StartAsync();
        var path = Write("config", $"{Contexts}\nclusters: [{{name: c, cluster: {{server: 'http://api.nowhere.test/k8s', proxy-url: '{proxy.Address}'}}}}]\nusers: [{{name: u, user: {{token: t}}}}]");
        proxy.Raw["/k8s/version"] = proxy.Raw["/version"];

        Assert.Equal("v1.20.2-fake", (await Connect(path).Get().VersionAsync(CancellationToken.None)).GitVersion);
    }

    [Fact]
    public async Task Exec_plugin_that_fails_is_named_with_its_words()
    {
        var path = Write("config", $"{Contexts}\n{Cluster}users: [{{name: u, user: {{exec: {{apiVersion: v1, command: no-such-plugin, installHint: Install it.}}}}}}]");

        var refused = await Assert.ThrowsAsync<KubernetesConfigurationException>(() => Connect(path).Get().VersionAsync(CancellationToken.None));

        Assert.Contains("users[u].user.exec.command `no-such-plugin` gave no credentials", refused.Message);
        Assert.Contains("Install it.", refused.Message);
    }

    [Fact]
    public void Client_certificate_is_read_from_files_beside_the_kubeconfig()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=me", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(90));
        Write("me.pem", certificate.ExportCertificatePem());
        Write("me.key", key.ExportPkcs8PrivateKeyPem());
        var path = Write("config", $"{Contexts}\nclusters: [{{name: c, cluster: {{server: 'https://x', certificate-authority-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate.ExportCertificatePem()))}}}}}]\nusers: [{{name: u, user: {{client-certificate: me.pem, client-key: me.key}}}}]");

        Assert.Equal("one", Connect(path).Get().Context);
    }

    private static IKubernetesConnections Connect(params string[] paths)
    {
        var options = new KubernetesOptions();
        Array.ForEach(paths, options.KubeConfig.Add);
        return new ConnectedClient(options).Connections;
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_files[name], text);
        return _files[name];
    }
}
