using System.Globalization;
using ElasticJobs.Core;
using ElasticJobs.Core.Queues;
using Microsoft.AspNetCore.Http.Features;

namespace ElasticJobs.Web.Queues;

/// <summary>Puts, and what workers report of their tasks.</summary>
internal static class PutEndpoint
{
    public const string RequestIdHeader = "X-Eas-Queueservice-Request-Id";
    public const string PriorityHeader = "X-EAS-QueueService-Priority";

    public static async Task PutAsync(QueueCall call)
    {
        if (call.Number("_lease_index_") is { } task)
        {
            await ReportAsync(call, task);
            return;
        }

        if (call.IsInput)
            TaskRules.Check(call.Service, call.Tags.GetValueOrDefault(TaskRules.TypeTag));
        var data = await ReadAsync(call);
        var tags = call.Tags;
        if (call.IsInput && tags[TaskRules.TypeTag] == TaskRules.Query)
            QueryParts.Add(call.Http.Request, call.Path, tags);
        // In the sink several frames are of one request.
        if (!call.IsInput && call.RequestId is { } request)
            tags[TaskTags.RequestId] = request;
        var now = call.Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var put = new FramePut(data, tags, call.IsInput ? call.RequestId : null, Priority(call), call.Tags.GetValueOrDefault(TaskRules.TenantTag, ""), call.Duration("_delay_") is { } delay ? now + delay : null);
        var place = await call.Stream.PutAsync(put, call.Aborted);
        call.Http.Response.Headers[RequestIdHeader] = call.IsInput ? place.RequestId : call.RequestId ?? place.RequestId;
        await call.AnswerAsync(place.Index.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Log and progress of a task, taken only from who has it. The same report again is harmless.</summary>
    private static async Task ReportAsync(QueueCall call, long task)
    {
        var epoch = call.Number("_lease_epoch_") ?? throw QueueCall.Bad("_lease_epoch_", "", "the epoch that came with the task");
        var tags = call.Tags;
        if (call.RequestId is { } request)
            tags[TaskTags.RequestId] = request;
        var sequence = string.Create(CultureInfo.InvariantCulture, $"{task}/{epoch}/{tags.GetValueOrDefault("kind", "")}/{tags.GetValueOrDefault("stream", "")}/{tags.GetValueOrDefault("seq", "")}");
        if (!await call.Queue.ReportAsync(task, call.Consumer, epoch, new FramePut(await ReadAsync(call), tags, tags.ContainsKey("seq") ? sequence : null), call.Aborted))
            throw AckEndpoint.Fenced(task);
        await call.AnswerAsync("OK");
    }

    /// <summary>Bounded by what the queue takes, whatever the server's own limit is.</summary>
    public static async Task<byte[]> ReadAsync(QueueCall call)
    {
        var limit = call.Stream.Settings.MaxPayloadBytes;
        if (call.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
            body.MaxRequestBodySize = limit + 1L;
        var buffer = new MemoryStream((int)Math.Clamp(call.Http.Request.ContentLength ?? 0, 0, limit));
        try
        {
            await call.Http.Request.Body.CopyToAsync(buffer, call.Aborted);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new RefusedException(RefusalKind.Invalid, "payload_too_large", $"The payload has more than {limit} bytes, which is what the queue takes.", "Store it elsewhere, e.g. in the workspace, and put its address.");
        }

        return buffer.ToArray();
    }

    private static int Priority(QueueCall call)
    {
        if (call.Number("_priority_") is { } given)
            return (int)Math.Clamp(given, int.MinValue, int.MaxValue);
        var header = call.Http.Request.Headers[PriorityHeader].ToString();
        return header.Length == 0 ? 0 : int.TryParse(header, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var priority) ? priority : throw QueueCall.Bad(PriorityHeader, header, "a whole number");
    }
}
