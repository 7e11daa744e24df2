namespace ElasticJobs.Web.Api;

/// <summary>What can be read can be asked for by HEAD (RFC 9110, 9.1): the same status and headers, of which the server sends no body.</summary>
internal static class HeadRequests
{
    public static RouteGroupBuilder ServeHead(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Add(static endpoint =>
        {
            var methods = endpoint.Metadata.OfType<HttpMethodMetadata>().ToList();
            if (methods is [{ HttpMethods: ["GET"] } get])
            {
                endpoint.Metadata[endpoint.Metadata.IndexOf(get)] = new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]);
            }
        });
        return group;
    }

    /// <summary>What would go on for long would hold the connection for a body that nobody gets.</summary>
    public static bool IsHead(this HttpRequest request) => HttpMethods.IsHead(request.Method);
}
