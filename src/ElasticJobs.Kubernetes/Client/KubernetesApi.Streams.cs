using System.Globalization;

namespace ElasticJobs.Kubernetes.Client;

internal sealed partial class KubernetesApi
{
    public Task<Stream> OpenLogAsync(string ns, string pod, LogQuery query, CancellationToken cancellationToken)
    {
        static string? Number(long? value) => value?.ToString(CultureInfo.InvariantCulture);
        static string? Flag(bool value) => value ? "true" : null;
        var path = ApiPath.With(ApiPath.Of(ResourceType.Pods, ns, pod, "log"), [
            ("container", query.Container), ("follow", Flag(query.Follow)), ("timestamps", Flag(query.Timestamps)), ("previous", Flag(query.Previous)),
            ("sinceTime", query.SinceTime?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            ("tailLines", Number(query.TailLines)), ("limitBytes", Number(query.LimitBytes))]);
        return _transport.OpenAsync(new ApiRequest(HttpMethod.Get, "get", "pods/log", path), _priority, cancellationToken);
    }

    public Task<IExecSession> ExecAsync(string ns, string pod, ExecRequest request, CancellationToken cancellationToken) =>
        OpenSessionAsync(ns, pod, "exec", request, request.Command, cancellationToken);

    public Task<IExecSession> AttachAsync(string ns, string pod, ExecRequest request, CancellationToken cancellationToken) =>
        OpenSessionAsync(ns, pod, "attach", request, [], cancellationToken);

    public async Task<Stream> PortForwardAsync(string ns, string pod, int port, CancellationToken cancellationToken)
    {
        var path = ApiPath.With(ApiPath.Of(ResourceType.Pods, ns, pod, "portforward"), ("ports", port.ToString(CultureInfo.InvariantCulture)));
        var socket = await OpenSocketAsync("portforward", path, [ChannelProtocol.V4], cancellationToken);
        return new PortForwardStream(socket.Socket);
    }

    private async Task<IExecSession> OpenSessionAsync(string ns, string pod, string subresource, ExecRequest request, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var path = ApiPath.With(ApiPath.Of(ResourceType.Pods, ns, pod, subresource), [
            ("container", request.Container), ("stdin", request.Stdin ? "true" : null), ("stdout", "true"), ("stderr", request.Tty ? null : "true"), ("tty", request.Tty ? "true" : null),
            .. command.Select(argument => ("command", (string?)argument))]);
        var socket = await OpenSocketAsync(subresource, path, [ChannelProtocol.V5, ChannelProtocol.V4], cancellationToken);
        return new ExecSession(socket.Socket, socket.Protocol == ChannelProtocol.V5);
    }

    private Task<ChannelSocket> OpenSocketAsync(string subresource, string path, IReadOnlyList<string> protocols, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Get, "create", $"pods/{subresource}", path);
        return _transport.ExchangeAsync<ChannelSocket>(request, _priority, (access, token) => ChannelSocket.OpenAsync(access, request, protocols, token), cancellationToken);
    }
}
