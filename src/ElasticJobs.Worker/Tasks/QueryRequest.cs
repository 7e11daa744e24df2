using System.Net.Http.Headers;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Worker.Tasks;

/// <summary>
/// The HTTP request that a query becomes: the payload as it is, with the path, the method and the headers that <see cref="QueryTags"/> say. Other tags of the caller's are the query string if the path has none.
/// </summary>
internal static class QueryRequest
{
    private const string RequestIdHeader = "X-Eas-Queueservice-Request-Id";

    // Those mean something to the queue or to the worker.
    private static readonly HashSet<string> OwnTags = ["taskType", "requestId", "timeout", "retry", "tenant"];

    public static HttpRequestMessage Make(TaskOrder order, int port, ReadOnlyMemory<byte> payload)
    {
        var method = order.Reserved.GetValueOrDefault(QueryTags.Method) ?? (payload.IsEmpty ? "GET" : "POST");
        var request = new HttpRequestMessage(HttpMethod.Parse(method), $"http://127.0.0.1:{port}{PathOf(order)}");
        if (!payload.IsEmpty)
        {
            request.Content = new ReadOnlyMemoryContent(payload);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(IsJson(payload.Span) ? "application/json" : "application/octet-stream");
        }

        if (order.RequestId.Length > 0)
            request.Headers.TryAddWithoutValidation(RequestIdHeader, order.RequestId);
        foreach (var (tag, value) in order.Reserved)
        {
            if (QueryTags.HeaderOf(tag) is { } name)
                Add(request, name, value);
        }

        return request;
    }

    private static string PathOf(TaskOrder order)
    {
        var path = order.Reserved.GetValueOrDefault(QueryTags.Path, "");
        if (!path.StartsWith('/'))
            path = "/" + path;
        var tags = order.Tags.Where(tag => !OwnTags.Contains(tag.Key)).Select(tag => $"{Uri.EscapeDataString(tag.Key)}={Uri.EscapeDataString(tag.Value)}").ToList();
        return path.Contains('?') || tags.Count == 0 ? path : $"{path}?{string.Join('&', tags)}";
    }

    private static void Add(HttpRequestMessage request, string name, string value)
    {
        if (request.Headers.TryAddWithoutValidation(name, value) || request.Content is not { } content)
            return;
        content.Headers.Remove(name);
        content.Headers.TryAddWithoutValidation(name, value);
    }

    private static bool IsJson(ReadOnlySpan<byte> payload) => payload.TrimStart(" \r\n\t"u8) is [(byte)'{' or (byte)'[', ..];
}
