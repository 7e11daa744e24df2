using System.Globalization;
using System.Text.Json;
using ElasticJobs.Core;

namespace ElasticJobs.Web.Queues;

/// <summary>Looks at a stream without taking anything from it.</summary>
internal static class LookEndpoint
{
    public static async Task AttributesAsync(QueueCall call)
    {
        var first = await call.Stream.GetAsync(0, 1, new Dictionary<string, string>(), null, TimeSpan.Zero, delete: false, call.Aborted);
        await Wire.WriteAsync(call.Http, QueueAttributes.Of(call, first.Count > 0 ? first[0].Index : null));
    }

    public static Task SearchAsync(QueueCall call)
    {
        var index = call.Number("_index_") ?? throw QueueCall.Bad("_index_", "", "the index that the put answered");
        if (call.Stream.StandingOf(index) is not { } standing)
        {
            throw new RefusedException(
                RefusalKind.NotFound, "no_data", string.Create(CultureInfo.InvariantCulture, $"no data in stream: frame {index} is not there, or nobody works on this stream."), "It is done, deleted or was never put; look for its result in the sink.");
        }

        var answer = new JsonStanding(standing.Holder is { } uid ? $"{call.Service.Name}.{uid}" : "", standing.Holder is not null, standing.Holder is null ? standing.Ahead : 0);
        return call.AnswerAsync(JsonSerializer.Serialize(answer, WireJson.Default.JsonStanding), "application/json");
    }

    public static async Task CountAsync(QueueCall call)
    {
        var priority = call.Number("_priority_");
        var count = priority is null && call.Tags.Count == 0
            ? call.Stream.Describe().Length
            : await call.Stream.CountAsync(call.Tags, (int?)priority, call.Aborted);
        await call.AnswerAsync(count.ToString(CultureInfo.InvariantCulture));
    }
}
