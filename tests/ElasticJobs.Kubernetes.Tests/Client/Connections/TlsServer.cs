using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Tests.Client.Connections;

/// <summary>Answers <c>/version</c> over TLS to who shows a client certificate, with a certificate for <c>api.test</c> from an authority of its own.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2 _authority = Certificate("CN=authority", issuer: null, isAuthority: true);

    private TlsServer()
    {
        using var issued = Certificate("CN=api.test", _authority, isAuthority: false);
        var own = X509CertificateLoader.LoadPkcs12(issued.Export(X509ContentType.Pfx), null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = own;
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.AllowAnyClientCertificate();
        })));
        _app = builder.Build();
        _app.MapGet("/version", (HttpContext context) => $$"""{"major":"1","minor":"30","gitVersion":"{{context.Connection.ClientCertificate?.Subject ?? "nobody"}}"}""");
    }

    public string Address => _app.Urls.First();

    public string AuthorityPem => _authority.ExportCertificatePem();

    public static async Task<TlsServer> StartAsync()
    {
        var server = new TlsServer();
        await server._app.StartAsync();
        return server;
    }

    public static X509Certificate2 Certificate(string subject, X509Certificate2? issuer, bool isAuthority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("api.test");
        request.CertificateExtensions.Add(names.Build());
        var (from, to) = (new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2090, 1, 1, 0, 0, 0, TimeSpan.Zero));
        if (issuer is null)
            return request.CreateSelfSigned(from, to);
        using var issued = request.Create(issuer, from, to, RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _authority.Dispose();
    }
}
