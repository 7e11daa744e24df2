using System.Globalization;
using System.Text.Json;
using ElasticJobs.Core;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Web.Queues;

/// <summary>Looks at a stream without taking anything from it.</summary>
internal static class LookEndpoint
{
    public static async Task AttributesAsync(QueueCall call)
    {
        var first = await call.Stream.GetAsync(0, 1, new Dictionary<string, string>(), null, TimeSpan.Zero, delete: false, call.Aborted);
        await Wire.WriteAsync(call.Http, QueueAttributes.Of(call, first.Count > 0 ? first[0].Index : null));
    }

    public static async Task SearchAsync(QueueCall call)
    {
        var index = call.Number("_index_") ?? throw QueueCall.Bad("_index_", "", "the index that the put answered");
        if (call.Stream.StandingOf(index) is not { } standing)
            throw Gone(index, (await call.Stream.FateOfAsync(index, call.Aborted)).Outcome);
        var answer = new JsonStanding(standing.Holder is { } uid ? $"{call.Service.Name}.{uid}" : "", standing.Holder is not null, standing.Holder is null ? standing.Ahead : 0, standing.Wait?.TotalSeconds);
        await call.AnswerAsync(JsonSerializer.Serialize(answer, WireJson.Default.JsonStanding), "application/json");
    }

    public static async Task CountAsync(QueueCall call)
    {
        var priority = call.Number("_priority_");
        var count = priority is null && call.Filter.Count == 0
            ? call.Stream.Describe().Length
            : await call.Stream.CountAsync(call.Filter, (int?)priority, call.Aborted);
        await call.AnswerAsync(count.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>EAS's clients look for the words "no data in stream".</summary>
    private static RefusedException Gone(long index, FrameOutcome? outcome)
    {
        var (code, how, fix) = outcome switch
        {
            FrameOutcome.Committed => ("task_done", "it is done", "Look for its result in the sink."),
            FrameOutcome.Deleted => ("task_deleted", "it was deleted", "Put it again if it is still wanted."),
            FrameOutcome.Dead => ("task_dead", "it was given to instances too often", "It is among the dead letters; get them with the header X-EAS-QueueService-Access-Rear: true."),
            _ => ("no_data", "it is not there, or nobody works on this stream", "Give an index that a put answered."),
        };
        return new RefusedException(RefusalKind.NotFound, code, string.Create(CultureInfo.InvariantCulture, $"no data in stream: frame {index}: {how}."), fix);
    }
}
