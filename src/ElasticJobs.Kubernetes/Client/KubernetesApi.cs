using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElasticJobs.Kubernetes.Client;

/// <inheritdoc cref="IKubernetesApi"/>
internal sealed partial class KubernetesApi : IKubernetesApi
{
    private readonly ClusterConnection _connection;
    private readonly ApiTransport _transport;
    private readonly RequestPriority _priority;
    private readonly TimeProvider _time;
    private readonly DiscoveryCache _discovery;

    public KubernetesApi(ClusterConnection connection, ApiTransport transport, TimeProvider time)
    {
        (_connection, _transport, _time) = (connection, transport, time);
        _discovery = new DiscoveryCache(this, time);
        Bulk = new KubernetesApi(this);
    }

    private KubernetesApi(KubernetesApi control)
    {
        (_connection, _transport, _time, _discovery) = (control._connection, control._transport, control._time, control._discovery);
        _priority = RequestPriority.Bulk;
        Bulk = this;
    }

    public string Context => _connection.Context;

    public string DefaultNamespace => _connection.DefaultNamespace;

    public IKubernetesApi Bulk { get; }

    public async Task<T?> GetAsync<T>(ResourceType type, string? ns, string name, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return Read<T>(await SendAsync(new ApiRequest(HttpMethod.Get, "get", type.ToString(), ApiPath.Of(type, ns, name)), cancellationToken));
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    public async Task<KubernetesList<T>> ListAsync<T>(ResourceType type, string? ns, ListQuery query, CancellationToken cancellationToken)
        where T : class
    {
        var items = new List<T>();
        string? next = null;
        while (true)
        {
            var path = ApiPath.With(ApiPath.Of(type, ns), [
                ("labelSelector", query.LabelSelector), ("fieldSelector", query.FieldSelector),
                ("limit", query.Limit.ToString(CultureInfo.InvariantCulture)), ("continue", next)]);
            ListPage page;
            try
            {
                page = ListReader.Read(await SendAsync(new ApiRequest(HttpMethod.Get, "list", type.ToString(), path), cancellationToken), type, items);
            }
            catch (KubernetesApiException e) when (e.IsGone && next is not null)
            {
                // The pages' common version is too old by now: all over, as they must be one state.
                items.Clear();
                next = null;
                continue;
            }

            if (page.Continue is null)
                return new KubernetesList<T>(items, page.ResourceVersion);
            next = page.Continue;
        }
    }

    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(ResourceType type, string? ns, WatchQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        var path = ApiPath.With(ApiPath.Of(type, ns), [
            ("watch", "true"), ("labelSelector", query.LabelSelector), ("fieldSelector", query.FieldSelector), ("resourceVersion", query.ResourceVersion),
            ("allowWatchBookmarks", query.AllowBookmarks ? "true" : null), ("timeoutSeconds", ((long)query.Timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture))]);
        await using var events = await _transport.OpenAsync(new ApiRequest(HttpMethod.Get, "watch", type.ToString(), path), _priority, cancellationToken);
        using var deadline = new CancellationTokenSource(query.Timeout + WatchReader.Slack, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var reader = new WatchReader(events, $"watch of {type}", type);
        while (await reader.NextAsync<T>(either.Token, cancellationToken) is { } next)
            yield return next;
    }

    public async Task<T> CreateAsync<T>(ResourceType type, string? ns, T body, CancellationToken cancellationToken)
        where T : class
    {
        var path = ApiPath.With(ApiPath.Of(type, ns), ("fieldManager", Patch.OurFieldManager));
        return Read<T>(await SendAsync(new ApiRequest(HttpMethod.Post, "create", type.ToString(), path) { Body = Write(type, body) }, cancellationToken));
    }

    public async Task<JsonObject> CreateAsync(ResourceType type, string? ns, string name, string subresource, JsonObject body, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Post, "create", $"{type}/{subresource}", ApiPath.Of(type, ns, name, subresource)) { Body = JsonSerializer.SerializeToUtf8Bytes(body, KubernetesJson.TypeOf<JsonObject>()) };
        return Read<JsonObject>(await SendAsync(request, cancellationToken));
    }

    public async Task<JsonObject> ReplaceAsync(ResourceType type, string? ns, string name, JsonObject body, string? subresource, CancellationToken cancellationToken)
    {
        var path = ApiPath.With(ApiPath.Of(type, ns, name, subresource), ("fieldManager", Patch.OurFieldManager));
        return Read<JsonObject>(await SendAsync(new ApiRequest(HttpMethod.Put, "update", Label(type, subresource), path) { Body = Write(type, body) }, cancellationToken));
    }

    public async Task<T> PatchAsync<T>(ResourceType type, string? ns, string name, Patch patch, string? subresource, CancellationToken cancellationToken)
        where T : class
    {
        var path = ApiPath.With(ApiPath.Of(type, ns, name, subresource), ("fieldManager", patch.FieldManager), ("force", patch.Force ? "true" : null));
        var request = new ApiRequest(HttpMethod.Patch, "patch", Label(type, subresource), path)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(patch.Body, KubernetesJson.TypeOf<JsonNode>()),
            ContentType = patch.ContentType,
        };
        return Read<T>(await SendAsync(request, cancellationToken));
    }

    public async Task<bool> DeleteAsync(ResourceType type, string? ns, string name, DeleteOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(new ApiRequest(HttpMethod.Delete, "delete", type.ToString(), ApiPath.Of(type, ns, name)) { Body = DeleteBody.Of(options) }, cancellationToken);
            return true;
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    public Task<byte[]> GetRawAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(new ApiRequest(HttpMethod.Get, "get", "raw", path), cancellationToken);

    public Task<ApiDiscovery> DiscoverAsync(CancellationToken cancellationToken) => _discovery.GetAsync(cancellationToken);

    public Task<ResourceType?> FindTypeAsync(string apiVersion, string kind, CancellationToken cancellationToken) => _discovery.FindAsync(apiVersion, kind, cancellationToken);

    public async Task<ServerVersion> VersionAsync(CancellationToken cancellationToken) =>
        ServerVersionReader.Read(Read<JsonObject>(await SendAsync(new ApiRequest(HttpMethod.Get, "get", "version", "/version"), cancellationToken)));

    private Task<byte[]> SendAsync(ApiRequest request, CancellationToken cancellationToken) => _transport.SendAsync(request, _priority, cancellationToken);

    private static string Label(ResourceType type, string? subresource) => subresource is null ? type.ToString() : $"{type}/{subresource}";

    private static T Read<T>(byte[] body)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, KubernetesJson.TypeOf<T>()) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new KubernetesUnreachableException($"The answer is no {typeof(T).Name}: {e.Message}", e);
        }
    }

    /// <summary>Custom resources are refused without apiVersion and kind.</summary>
    private static byte[] Write<T>(ResourceType type, T body)
    {
        if (body is JsonObject json && (json["apiVersion"] is null || json["kind"] is null))
        {
            var whole = json.DeepClone().AsObject();
            whole["apiVersion"] ??= type.ApiVersion;
            whole["kind"] ??= type.Kind;
            return JsonSerializer.SerializeToUtf8Bytes(whole, KubernetesJson.TypeOf<JsonObject>());
        }

        return JsonSerializer.SerializeToUtf8Bytes(body, KubernetesJson.TypeOf<T>());
    }
}
