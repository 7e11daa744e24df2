using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace ElasticJobs.Tests.Shared.Kubernetes;

/// <summary>A request taken apart as the API server does it.</summary>
/// <param name="Resource">Plural with its group, e.g. <c>pods</c>, <c>jobs.batch</c>. Null: no resource's path.</param>
public sealed record FakeRequest(string Method, string Path, string? Resource, string? Namespace, string? Name, string? Subresource, IQueryCollection Query)
{
    public bool IsWatch => Query["watch"] == "true";

    public static FakeRequest Of(HttpRequest request)
    {
        var path = request.Path.Value ?? "/";
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        string? group = parts switch
        {
            ["api", "v1", _, ..] => "",
            ["apis", var name, _, _, ..] => name,
            _ => null,
        };
        if (group is null)
            return new FakeRequest(request.Method, path, null, null, null, null, request.Query);
        var rest = parts[(group.Length == 0 ? 2 : 3)..];
        string? ns = null;
        if (rest is ["namespaces", var inside, _, ..] && rest is not ["namespaces", _, "status" or "finalize"])
            (ns, rest) = (inside, rest[2..]);
        return new FakeRequest(request.Method, path, group.Length == 0 ? rest[0] : $"{rest[0]}.{group}", ns, At(rest, 1), At(rest, 2), request.Query);
    }

    /// <summary>E.g. <c>POST pods</c>, <c>GET pods/p1/log</c>, <c>GET pods?continue</c> (a further page), <c>WATCH pods</c>: what tests name requests by.</summary>
    public override string ToString() =>
        Resource is null ? $"{Method} {Path}" : $"{(IsWatch ? "WATCH" : Method)} {string.Join('/', new[] { Resource, Name, Subresource }.Where(part => part is not null))}{(Query.ContainsKey("continue") ? "?continue" : "")}";

    public string? Value(string name) => Query.TryGetValue(name, out StringValues values) ? values.ToString() : null;

    private static string? At(string[] parts, int index) => parts.Length > index ? parts[index] : null;
}
