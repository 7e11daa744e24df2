using System.Text;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>Paths as the API has them.</summary>
internal static class ApiPath
{
    public static string Of(ResourceType type, string? ns, string? name = null, string? subresource = null)
    {
        if (!type.Namespaced && ns is not null)
            throw new ArgumentException($"{type.Plural} belong to the whole cluster, not to namespace {ns}.", nameof(ns));
        if (type.Namespaced && ns is null && name is not null)
            throw new ArgumentException($"{type.Plural} {name} needs a namespace.", nameof(ns));
        var path = new StringBuilder(type.Group.Length == 0 ? "/api/" : $"/apis/{type.Group}/").Append(type.Version);
        if (ns is not null)
            path.Append("/namespaces/").Append(Uri.EscapeDataString(ns));
        path.Append('/').Append(type.Plural);
        if (name is not null)
            path.Append('/').Append(Uri.EscapeDataString(name));
        if (subresource is not null)
            path.Append('/').Append(subresource);
        return path.ToString();
    }

    /// <summary>Nulls are left out.</summary>
    public static string With(string path, params IEnumerable<(string Name, string? Value)> query)
    {
        var result = new StringBuilder(path);
        var separator = '?';
        foreach (var (name, value) in query)
        {
            if (value is null)
                continue;
            result.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return result.ToString();
    }

    /// <summary>A server's address may have a path of its own (Rancher, proxies).</summary>
    public static Uri On(Uri server, string path) => new(server.AbsoluteUri.TrimEnd('/') + path);
}
