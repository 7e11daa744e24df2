using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElasticJobs.Kubernetes.Client;

/// <param name="Continue">Token of the next page. Null: this is the last.</param>
internal sealed record ListPage(string ResourceVersion, string? Continue);

/// <summary>Reads a page of a list without a document in between.</summary>
internal static class ListReader
{
    /// <param name="items">What the page has is added.</param>
    public static ListPage Read<T>(byte[] body, ResourceType type, List<T> items)
        where T : class
    {
        try
        {
            var item = KubernetesJson.TypeOf<T>();
            var page = new ListPage("", null);
            var reader = new Utf8JsonReader(body);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isItems = reader.ValueTextEquals("items"u8);
                var isMetadata = reader.ValueTextEquals("metadata"u8);
                reader.Read();
                if (isMetadata)
                    page = Metadata(JsonNode.Parse(ref reader));
                else if (isItems && reader.TokenType == JsonTokenType.StartArray)
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                        items.Add(Typed(JsonSerializer.Deserialize(ref reader, item)!, type));
                else
                    reader.Skip();
            }

            return page;
        }
        catch (JsonException e)
        {
            throw new KubernetesUnreachableException($"The list of {type} is broken: {e.Message}", e);
        }
    }

    private static ListPage Metadata(JsonNode? metadata) =>
        new(metadata?["resourceVersion"]?.GetValue<string>() ?? "", metadata?["continue"]?.GetValue<string>() is { Length: > 0 } next ? next : null);

    /// <summary>Items of a list say neither what they are nor in which version.</summary>
    private static T Typed<T>(T item, ResourceType type)
    {
        if (item is JsonObject json)
        {
            json["apiVersion"] ??= type.ApiVersion;
            json["kind"] ??= type.Kind;
        }

        return item;
    }
}
