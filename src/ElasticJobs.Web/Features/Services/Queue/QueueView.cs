using ElasticJobs.Core.Queues;

namespace ElasticJobs.Web.Features.Services.Queue;

/// <summary>Which frames of a queue are looked at; all of it stands in the address.</summary>
/// <param name="Stream"><c>input</c>, <c>output</c> or <c>dead</c>.</param>
/// <param name="OldestFirst">Of the input that is the default, since what comes next is there; of the others the newest.</param>
/// <param name="At">See <see cref="FramePage.ReadAsync"/>.</param>
/// <param name="Frame">The one that is open. Null: none.</param>
internal sealed record QueueView(string Stream, bool OldestFirst, long? At, long? Frame)
{
    public const string Input = "input";
    public const string Output = "output";
    public const string Dead = "dead";

    public static readonly IReadOnlyList<string> Streams = [Input, Output, Dead];

    public static QueueView Of(string? stream, string? order, long? at, long? frame)
    {
        var known = Streams.FirstOrDefault(one => one == stream) ?? Input;
        return new QueueView(known, order is null ? known == Input : order == "oldest", at, frame);
    }

    public IQueueStream Of(IServiceQueue queue) => Stream switch { Output => queue.Output, Dead => queue.DeadLetters, _ => queue.Input };

    public string Address(string service)
    {
        var address = $"/services/{service}?tab=queue&stream={Stream}";
        if (OldestFirst != (Stream == Input))
            address += OldestFirst ? "&order=oldest" : "&order=newest";
        if (At is { } at)
            address += FormattableString.Invariant($"&at={at}");
        return Frame is { } frame ? address + FormattableString.Invariant($"&frame={frame}") : address;
    }
}
