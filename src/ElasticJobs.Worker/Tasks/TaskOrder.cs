using System.Globalization;
using ElasticJobs.Core;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Worker.Tasks;

/// <summary>A task as the queue gave it.</summary>
/// <param name="Type">As given, which may be wrong.</param>
/// <param name="Tags">Without those that begin with <c>_</c>.</param>
/// <param name="Reserved">Those.</param>
internal sealed record TaskOrder(
    ulong Index, long Epoch, string RequestId, string Type, IReadOnlyDictionary<string, string> Tags, IReadOnlyDictionary<string, string> Reserved, ReadOnlyMemory<byte> Payload)
{
    public const string Command = "command";
    public const string Query = "query";

    private const string EpochTag = "_epoch_";
    private const string UrlTag = "_url_";
    private const string TimeoutTag = "timeout";
    private const string RetryTag = "retry";

    /// <summary>Where its payload lies. Null: it came along.</summary>
    public string? PayloadUrl => Reserved.GetValueOrDefault(UrlTag);

    /// <summary>Null: as long as it takes.</summary>
    public TimeSpan? Timeout => Tags.TryGetValue(TimeoutTag, out var text) && DurationText.TryParse(text, out var duration) ? duration : null;

    /// <summary>A failure gives it back to the queue.</summary>
    public bool IsRetried => Tags.TryGetValue(RetryTag, out var text) && text == "true";

    /// <summary>Names its directory. Another delivery of the same task has another.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Index}_{Epoch}");

    public static TaskOrder From(WireFrame frame) => new(
        frame.Index,
        EpochOf(frame),
        frame.Tags.GetValueOrDefault("requestId", ""),
        frame.Tags.GetValueOrDefault("taskType", ""),
        frame.Tags.Where(tag => !tag.Key.StartsWith('_')).ToDictionary(),
        frame.Tags.Where(tag => tag.Key.StartsWith('_')).ToDictionary(),
        frame.Data);

    /// <summary>0: the queue knows no epochs.</summary>
    public static long EpochOf(WireFrame frame) =>
        frame.Tags.TryGetValue(EpochTag, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) ? epoch : 0;

    /// <summary>What whoever sent it has to change, in a sentence. Null: nothing.</summary>
    /// <param name="hasPort">Whether the instance has a server.</param>
    public string? Problem(bool hasPort)
    {
        if (Type is not (Command or Query))
            return $"The tag taskType is '{Type}'. It must be command or query.";
        if (Type == Query && !hasPort)
            return "This service has no port that a query could go to. Send commands, or give the service a command and a port.";
        if (Tags.TryGetValue(TimeoutTag, out var timeout) && !DurationText.TryParse(timeout, out _))
            return $"The tag timeout is '{timeout}'. It must be a duration such as {DurationText.Example}.";
        return null;
    }
}
