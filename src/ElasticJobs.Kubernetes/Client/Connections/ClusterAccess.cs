using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using k8s.Authentication;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>A server with connections to it and the credentials for it; never changed, but replaced as a whole.</summary>
internal sealed class ClusterAccess : IDisposable
{
    /// <summary>What a server may send of one stream ahead of us. 64 KB, the default, are six changes of pods: where each round trip takes 50 ms, since the machine is busy, a watch then falls seconds
    /// behind, and it does not grow by itself because that is decided by the shortest round trip.</summary>
    private const int StreamWindowBytes = 1024 * 1024;

    private readonly HttpMessageInvoker _invoker;

    public ClusterAccess(ClusterTarget target, ServiceClientCredentials? credentials)
    {
        Server = target.Server;
        _invoker = new HttpMessageInvoker(new CredentialHandler(target, credentials) { InnerHandler = Connections(target) });
    }

    public Uri Server { get; }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken) => _invoker.SendAsync(message, cancellationToken);

    public void Dispose() => _invoker.Dispose();

    /// <summary>Pings find a dead server under HTTP/2 in half a minute, TCP's own keep-alive under HTTP/1.1.</summary>
    private static SocketsHttpHandler Connections(ClusterTarget target)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = StreamWindowBytes,
            KeepAlivePingDelay = TimeSpan.FromSeconds(20),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            ConnectCallback = ConnectAsync,
        };
        if (target.Proxy is not null)
            handler.Proxy = new WebProxy(target.Proxy);
        if (target.ClientCertificate is not null)
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(target.ClientCertificate, additionalCertificates: null, offline: true);
        if (target.Insecure)
        {
#pragma warning disable CA5359 // The kubeconfig asks for it: insecure-skip-tls-verify.
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (target.Authorities is not null)
            handler.SslOptions.CertificateChainPolicy = Trusting(target.Authorities);
        return handler;
    }

    private static X509ChainPolicy Trusting(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 20);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
