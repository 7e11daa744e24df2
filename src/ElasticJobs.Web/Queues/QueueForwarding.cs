using System.Diagnostics;
using System.Net;
using ElasticJobs.Core;
using ElasticJobs.Core.Leadership;
using Yarp.ReverseProxy.Forwarder;

namespace ElasticJobs.Web.Queues;

/// <summary>Passes requests to queues on to the console that leads, WebSockets included.</summary>
internal sealed partial class QueueForwarding(IHttpForwarder forwarder, ILeaderAddress leader, TimeProvider time, ILogger<QueueForwarding> logger) : IDisposable
{
    /// <summary>Marks what was passed on already: two consoles that disagree about who leads must not play ball.</summary>
    private const string Header = "X-ElasticJobs-Forwarded";

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>A long poll waits up to ten minutes; a watch of which nothing was heard for longer begins anew.</summary>
    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromMinutes(11) };

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    private (Uri? Address, long At)? _found;

    /// <exception cref="RefusedException"><c>not_leading</c>: there is nobody to pass it on to.</exception>
    public async Task ForwardAsync(HttpContext http)
    {
        var address = http.Request.Headers.ContainsKey(Header) ? null : await FindAsync(http.RequestAborted);
        if (address is null)
            throw NobodyLeads();
        http.Request.Headers[Header] = "1";
        var error = await forwarder.SendAsync(http, address.AbsoluteUri.TrimEnd('/'), _client, Config);
        if (error is not (ForwarderError.None or ForwarderError.RequestCanceled) && !http.Response.HasStarted)
        {
            LogNotForwarded(address, error, http.GetForwarderErrorFeature()?.Exception);
            _found = null;
            http.Response.Clear();
            throw NobodyLeads();
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<Uri?> FindAsync(CancellationToken cancellationToken)
    {
        if (_found is { } found && time.GetElapsedTime(found.At) < Fresh)
            return found.Address;
        var address = await leader.FindAsync(cancellationToken);
        _found = (address, time.GetTimestamp());
        return address;
    }

    private static RefusedException NobodyLeads() =>
        new(RefusalKind.Conflict, QueueAccess.NotLeading, "No console that leads can be reached at the moment.", "Try again in a second; if it stays, look at the consoles' logs.");

    [LoggerMessage(LogLevel.Warning, "A request to a queue could not be passed on to the console that leads, {Address}: {Error}.")]
    private partial void LogNotForwarded(Uri address, ForwarderError error, Exception? exception);
}
