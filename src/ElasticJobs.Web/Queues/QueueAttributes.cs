using System.Globalization;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Web.Queues;

/// <summary>A stream's attributes by the names that EAS's clients ask for; all values are text.</summary>
internal static class QueueAttributes
{
    /// <param name="first">Index of the first frame. Null: there is none, and then clients look for the key in vain.</param>
    public static Dictionary<string, string> Of(QueueCall call, long? first)
    {
        var state = call.Stream.Describe();
        var attributes = new Dictionary<string, string>
        {
            ["meta.backend"] = "elasticjobs",
            ["meta.name"] = call.Stream == call.Queue.Output ? call.Service.Name + "/sink" : call.Service.Name,
            ["meta.state"] = call.Service.IsStopped ? "Stopped" : "Normal",
            ["meta.header.user"] = "X-EAS-QueueService-Redis-Uid",
            ["meta.header.group"] = "X-EAS-QueueService-Redis-Gid",
            ["meta.header.priority"] = PutEndpoint.PriorityHeader,
            ["meta.maxPayloadBytes"] = Text(call.Stream.Settings.MaxPayloadBytes),
            ["stream.length"] = Text(state.Length),
            ["stream.approxMaxLength"] = Text(call.Stream.Settings.MaxLength),
        };
        if (first is { } index)
        {
            attributes["stream.firstEntry"] = Text(index);
            attributes["stream.lastEntry"] = Text(state.LastIndex);
        }

        for (var i = 0; i < state.Groups.Count; i++)
            attributes[$"groups.list.[{Text(i)}]"] = $"Id: {state.Groups[i].Name}, Pending: {Text(state.Groups[i].InFlight)}, Waiting: {Text(state.Groups[i].Waiting)}";
        var consumers = state.Groups.SelectMany(group => group.Consumers.Select(consumer => (group, consumer))).ToList();
        for (var i = 0; i < consumers.Count; i++)
            attributes[$"consumers.list.[{Text(i)}]"] = Describe(consumers[i].group, consumers[i].consumer);
        attributes["consumers.stats.total"] = attributes["consumers.status.total"] = Text(consumers.Count);
        return attributes;
    }

    private static string Describe(GroupState group, ConsumerState consumer)
    {
        var status = (consumer.IsConnected, consumer.InFlight) switch
        {
            (true, _) => "Running",
            (false, > 0) => "Leaving",
            (false, _) => "Complete",
        };
        return $"Id: {group.Name}.{consumer.Uid}, Index: 0, Pending: {Text(consumer.InFlight)}, Status: {status}, Idle: {consumer.Idle.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)}s, "
            + $"Window: {Text(consumer.Window)}, Slots: {Text(Math.Max(0, consumer.Window - consumer.InFlight))}, AutoCommit: false";
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
