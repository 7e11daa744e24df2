using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>Reads the lines of a watch.</summary>
internal sealed class WatchReader(Stream stream, string what, ResourceType type)
{
    /// <summary>How much longer than its timeout a watch may last before its connection counts as dead.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    private readonly PipeReader _pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16384, leaveOpen: true));

    /// <summary>Null: the server ended it, between events.</summary>
    /// <param name="reading">Ends the reading at the connection's deadline too.</param>
    /// <param name="caller">The caller's own.</param>
    public async ValueTask<WatchEvent<T>?> NextAsync<T>(CancellationToken reading, CancellationToken caller)
        where T : class
    {
        while (true)
        {
            ReadResult read;
            try
            {
                read = await _pipe.ReadAsync(reading);
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                throw new KubernetesUnreachableException($"The {what} broke: {e.Message}", e);
            }
            catch (OperationCanceledException) when (!caller.IsCancellationRequested)
            {
                return null;
            }

            var buffer = read.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Parse<T>(buffer.Slice(0, end));
                _pipe.AdvanceTo(buffer.GetPosition(1, end));
                if (line is not null)
                    return line;
                continue;
            }

            _pipe.AdvanceTo(buffer.Start, buffer.End);
            if (!read.IsCompleted)
                continue;
            if (buffer.IsEmpty)
                return null;
            throw new KubernetesUnreachableException($"The {what} was cut within an event.");
        }
    }

    /// <summary>Null: an empty line.</summary>
    private WatchEvent<T>? Parse<T>(ReadOnlySequence<byte> line)
        where T : class
    {
        if (line.IsEmpty)
            return null;
        try
        {
            var reader = new Utf8JsonReader(line);
            string? kind = null;
            Utf8JsonReader value = default;
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = reader.ValueTextEquals("type"u8);
                var isObject = reader.ValueTextEquals("object"u8);
                reader.Read();
                if (isType)
                    kind = reader.GetString();
                else if (isObject)
                    value = reader;
                if (!isType)
                    reader.Skip();
            }

            return kind is not null && value.TokenType != JsonTokenType.None ? Event<T>(kind, ref value) : throw new JsonException("an event has neither type nor object");
        }
        catch (JsonException e)
        {
            throw new KubernetesUnreachableException($"The {what} sent what is no event: {e.Message}", e);
        }
    }

    private WatchEvent<T> Event<T>(string kind, ref Utf8JsonReader reader)
        where T : class
    {
        switch (kind)
        {
            case "ERROR":
                var status = JsonNode.Parse(ref reader) as JsonObject ?? throw new JsonException("an ERROR without a Status");
                throw StatusAnswer.ToException(status, HttpStatusCode.InternalServerError);
            case "BOOKMARK":
                return new WatchEvent<T>(WatchEventType.Bookmark, null, JsonNode.Parse(ref reader)?["metadata"]?["resourceVersion"]?.GetValue<string>() ?? throw new JsonException("a BOOKMARK without a resource version"));
            default:
                var value = JsonSerializer.Deserialize(ref reader, KubernetesJson.TypeOf<T>()) ?? throw new JsonException("an event without an object");
                return new WatchEvent<T>(TypeOf(kind), value, KubernetesJson.MetadataOf(value).ResourceVersion ?? throw new JsonException($"one of {type} has no resource version"));
        }
    }

    private static WatchEventType TypeOf(string kind) => kind switch
    {
        "ADDED" => WatchEventType.Added,
        "MODIFIED" => WatchEventType.Modified,
        "DELETED" => WatchEventType.Deleted,
        _ => throw new JsonException($"an event of unknown type {kind}"),
    };
}
