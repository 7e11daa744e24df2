using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ElasticJobs.Cli.Server;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Cli.Queues;

/// <summary>The queue of an elastic job, in the protocol of docs/queues.md.</summary>
internal sealed class QueueClient(ApiClient api, string service)
{
    private const string Protobuf = "application/vnd.google.protobuf";
    private const string RequestIdHeader = "X-Eas-Queueservice-Request-Id";

    public string Service => service;

    /// <param name="query">Tags and parameters.</param>
    public async Task<(long Index, string RequestId)> PutAsync(IReadOnlyDictionary<string, string> query, byte[] payload, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(payload);
        using var response = await api.SendAsync(HttpMethod.Post, Address("", query), content, "*/*", null, cancellationToken);
        var index = long.Parse(await response.Content.ReadAsStringAsync(cancellationToken), NumberStyles.None, CultureInfo.InvariantCulture);
        return (index, response.Headers.GetValues(RequestIdHeader).Single());
    }

    /// <summary>Frames that are there, by index. None: there were none in the time.</summary>
    public async Task<IReadOnlyList<WireFrame>> GetAsync(QueueStreamName stream, IReadOnlyDictionary<string, string> query, CancellationToken cancellationToken)
    {
        var parameters = new Dictionary<string, string>(query) { ["_raw_"] = "false" };
        using var response = await api.SendAsync(HttpMethod.Get, Address(stream == QueueStreamName.Sink ? "sink" : "", parameters), null, Protobuf, OfDeadLetters(stream), cancellationToken);
        return response.StatusCode == HttpStatusCode.NoContent ? [] : FrameCodec.DecodeList(await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    /// <summary>Index of the newest frame of a stream that has any. 0: it is empty.</summary>
    public async Task<long> LastIndexAsync(QueueStreamName stream, CancellationToken cancellationToken)
    {
        var address = Address(stream == QueueStreamName.Sink ? "sink" : "", new Dictionary<string, string> { ["_attrs_"] = "true" });
        using var response = await api.SendAsync(HttpMethod.Get, address, null, "application/json", OfDeadLetters(stream), cancellationToken);
        var attributes = JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))!;
        return attributes["stream.lastEntry"] is { } last ? long.Parse(last.GetValue<string>(), NumberStyles.None, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>How a task of the input has ended. Null: it has not.</summary>
    public async Task<FrameOutcome?> OutcomeAsync(long index, CancellationToken cancellationToken)
    {
        var address = Address("", new Dictionary<string, string> { ["_search_"] = "true", ["_index_"] = Text(index) });
        try
        {
            using var response = await api.SendAsync(HttpMethod.Get, address, null, "application/json", null, cancellationToken);
            return null;
        }
        catch (CliException exception) when (exception.Code is "task_done" or "task_dead" or "task_deleted" or "no_data")
        {
            return exception.Code switch
            {
                "task_done" => FrameOutcome.Committed,
                "task_dead" => FrameOutcome.Dead,
                _ => FrameOutcome.Deleted,
            };
        }
    }

    /// <summary>They go, whoever has them; whoever works on one is told to stop.</summary>
    public async Task DeleteAsync(IEnumerable<long> indexes, CancellationToken cancellationToken) =>
        await api.DeleteAsync(Address("", new Dictionary<string, string> { ["_indexes_"] = string.Join(',', indexes.Select(Text)) }), cancellationToken);

    private string Address(string path, IReadOnlyDictionary<string, string> query) =>
        $"{QueueAddress.Of(service)}{(path.Length > 0 ? "/" + path.TrimStart('/') : "")}?{string.Join('&', query.Select(one => $"{Uri.EscapeDataString(one.Key)}={Uri.EscapeDataString(one.Value)}"))}";

    private static (string Name, string Value)? OfDeadLetters(QueueStreamName stream) => stream == QueueStreamName.DeadLetters ? ("X-EAS-QueueService-Access-Rear", "true") : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
