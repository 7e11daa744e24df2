using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Client;

internal sealed partial class ApiTransport
{
    [LoggerMessage(LogLevel.Debug, "{Request} was refused for now with {Code}. Trying again in {Seconds:0.0} s.")]
    private partial void RefusedForNow(ApiRequest request, int code, double seconds);
}
