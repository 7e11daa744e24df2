namespace ElasticJobs.Kubernetes.Client;

/// <summary>One request, before it has a connection. It can be sent any number of times.</summary>
/// <param name="Verb">As RBAC has it: <c>get</c>, <c>list</c>, <c>watch</c>...; a label of the metrics.</param>
/// <param name="Resource">E.g. <c>pods/log</c>; a label of the metrics.</param>
/// <param name="Path">With its query, relative to the server's address.</param>
internal sealed record ApiRequest(HttpMethod Method, string Verb, string Resource, string Path)
{
    public byte[]? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>For people; without the query, whose selectors and commands may say too much.</summary>
    public override string ToString() => $"{Method} {Path.Split('?')[0]}";

    public HttpRequestMessage ToMessage(Uri server)
    {
        var message = new HttpRequestMessage(Method, ApiPath.On(server, Path))
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("Accept", "application/json, */*;q=0.5");
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }

        return message;
    }
}
