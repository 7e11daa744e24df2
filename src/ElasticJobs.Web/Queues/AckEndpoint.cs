using System.Globalization;
using System.Text.RegularExpressions;
using ElasticJobs.Core;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Web.Queues;

/// <summary>What consumers say of frames that they have, and what ends frames.</summary>
internal static partial class AckEndpoint
{
    private const string Done = "OK";

    /// <summary>Of frames that are done already too: a client that had no answer asks again.</summary>
    public static async Task CommitAsync(QueueCall call)
    {
        var epoch = call.Number("_epoch_");
        if (call.Flag("_result_"))
        {
            await CompleteAsync(call, epoch);
            return;
        }

        foreach (var index in call.Indexes())
        {
            if (await call.Stream.CommitAsync(index, call.Consumer, epoch, call.Aborted) == CommitVerdict.Fenced)
                throw Fenced(index);
        }

        await call.AnswerAsync(Done);
    }

    public static async Task RejectAsync(QueueCall call)
    {
        var form = call.Http.Request.HasFormContentType ? await call.Http.Request.ReadFormAsync(call.Aborted) : FormCollection.Empty;
        var code = (string?)form["_code_"] ?? call.Text("_code_") ?? "Unknown";
        var reason = (string?)form["_reason_"] ?? call.Text("_reason_");
        if (code.Length is 0 or > 20 || !CodeShape().IsMatch(code))
            throw QueueCall.Bad("_code_", code, "PascalCase words or digits, at most 20 characters");
        foreach (var index in call.Indexes())
        {
            if (!await call.Stream.RejectAsync(index, call.Consumer, call.Number("_epoch_"), code, reason, call.Aborted) && call.Stream.StandingOf(index) is { Holder: not null })
                throw Fenced(index);
        }

        await call.AnswerAsync(Done);
    }

    public static async Task DeleteAsync(QueueCall call)
    {
        await call.Stream.DeleteAsync(call.Indexes(), call.Aborted);
        await call.AnswerAsync(Done);
    }

    public static async Task TruncateAsync(QueueCall call)
    {
        await call.Stream.TruncateAsync(call.Number("_index_") ?? throw QueueCall.Bad("_index_", "", "the first index that stays"), call.Aborted);
        await call.AnswerAsync(Done);
    }

    public static async Task FinishAsync(QueueCall call)
    {
        await call.Stream.FinishAsync(call.Flag("_force_"), call.Aborted);
        await call.AnswerAsync(Done);
    }

    /// <summary>The consumer gets nothing more and ends what it has; with <c>_drain_=true&amp;_undo_=true</c> it goes on.</summary>
    public static Task DrainAsync(QueueCall call)
    {
        call.Stream.Drain(call.Consumer, !call.Flag("_undo_"));
        return call.AnswerAsync(Done);
    }

    public static RefusedException Fenced(long index) => new(
        RefusalKind.Conflict, "lease_lost", string.Create(CultureInfo.InvariantCulture, $"Frame {index} is another consumer's now."), "Stop working on it; who has it now will finish it.");

    /// <summary>A task is done and its result goes into the sink, both or neither.</summary>
    private static async Task CompleteAsync(QueueCall call, long? epoch)
    {
        if (call.Indexes() is not [var index] || !call.IsInput)
            throw QueueCall.Bad("_indexes_", call.Text("_indexes_") ?? "", "one index of the input queue, since it has one result");
        var tags = call.Tags;
        if (call.RequestId is { } request)
            tags[TaskTags.RequestId] = request;
        if (await call.Queue.CompleteAsync(index, call.Consumer, epoch, new FramePut(await PutEndpoint.ReadAsync(call), tags), call.Aborted) == CommitVerdict.Fenced)
            throw Fenced(index);
        await call.AnswerAsync(Done);
    }

    [GeneratedRegex(@"^([A-Za-z]+(\.[A-Za-z]+)?|[0-9]+)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeShape();
}
