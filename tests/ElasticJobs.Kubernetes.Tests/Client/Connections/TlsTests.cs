using System.Security.Cryptography.X509Certificates;
using System.Text;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Kubernetes;

namespace ElasticJobs.Kubernetes.Tests.Client.Connections;

public sealed class TlsTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _files = new();
    private TlsServer _server = null!;

    public async Task InitializeAsync() => _server = await TlsServer.StartAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _files.Dispose();
    }

    [Fact]
    public async Task Certificate_of_the_authority_for_the_name_that_is_wanted_is_trusted() =>
        Assert.Equal("nobody", await VersionAsync($"{Trusted}, tls-server-name: api.test"));

    [Fact]
    public async Task Certificate_for_another_name_is_refused() =>
        await Assert.ThrowsAsync<KubernetesUnreachableException>(() => VersionAsync(Trusted));

    [Fact]
    public async Task Certificate_of_another_authority_is_refused()
    {
        using var other = TlsServer.Certificate("CN=other", issuer: null, isAuthority: true);

        await Assert.ThrowsAsync<KubernetesUnreachableException>(() => VersionAsync($"certificate-authority-data: {Base64(other.ExportCertificatePem())}, tls-server-name: api.test"));
        await Assert.ThrowsAsync<KubernetesUnreachableException>(() => VersionAsync("tls-server-name: api.test"));
    }

    [Fact]
    public async Task Insecure_looks_at_no_certificate() =>
        Assert.Equal("nobody", await VersionAsync("insecure-skip-tls-verify: true"));

    [Fact]
    public async Task Client_certificate_is_shown()
    {
        using var me = TlsServer.Certificate("CN=me", issuer: null, isAuthority: false);
        using var key = me.GetECDsaPrivateKey();

        Assert.Equal("CN=me", await VersionAsync($"{Trusted}, tls-server-name: api.test", $"client-certificate-data: {Base64(me.ExportCertificatePem())}, client-key-data: {Base64(key!.ExportPkcs8PrivateKeyPem())}"));
    }

    private string Trusted => $"certificate-authority-data: {Base64(_server.AuthorityPem)}";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>What the server says; it puts the name of the client's certificate there.</summary>
    private async Task<string> VersionAsync(string cluster, string user = "")
    {
        var path = _files["config"];
        await File.WriteAllTextAsync(path, $"current-context: x\ncontexts: [{{name: x, context: {{cluster: c, user: u}}}}]\nclusters: [{{name: c, cluster: {{server: '{_server.Address}', {cluster}}}}}]\nusers: [{{name: u, user: {{{user}}}}}]");
        using var client = new ConnectedClient(new KubernetesOptions { KubeConfig = { path } });
        return (await client.Api.VersionAsync(CancellationToken.None)).GitVersion;
    }
}
