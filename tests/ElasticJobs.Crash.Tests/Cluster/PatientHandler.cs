namespace ElasticJobs.Crash.Tests.Cluster;

/// <summary>Asks again where nobody answers: for a moment after its pod was deleted, a service may still lead to the old one or to none.</summary>
internal sealed class PatientHandler() : DelegatingHandler(new SocketsHttpHandler
{
    // A new connection each time, so that none waits for a pod that is gone.
    PooledConnectionLifetime = TimeSpan.Zero,
    ConnectTimeout = TimeSpan.FromSeconds(2),
})
{
    private const int Tries = 60;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException) when (request.Method == HttpMethod.Get && tries < Tries)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }
}
