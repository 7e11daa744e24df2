using System.Globalization;
using ElasticJobs.Core;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Web.Queues;

/// <summary>Reads frames, waiting for them if asked to.</summary>
internal static class GetEndpoint
{
    /// <summary>A parameter: the payload of the frame with that index, alone.</summary>
    public const string Payload = "_payload_";

    private const int MostFrames = 10_000;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    /// <summary>The official client gives up on a request when its <c>_timeout_</c> is over and asks again, so the answer has to come before.</summary>
    private const double PartOfTimeout = 0.9;

    public static async Task GetAsync(QueueCall call)
    {
        var deletes = call.Flag("_auto_delete_");
        var redo = call.Http.RequestServices.GetRequiredService<RedoWindow>();
        var frames = deletes ? redo.Take(call) : null;
        frames ??= await FindAsync(call, deletes);
        if (frames.Count == 0)
        {
            call.Http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        try
        {
            await WriteAsync(call, frames);
            await call.Http.Response.CompleteAsync();
            call.Aborted.ThrowIfCancellationRequested();
        }
        catch (Exception) when (deletes && call.Aborted.IsCancellationRequested)
        {
            // They are deleted, and nobody has them: the same client will ask the same again.
            redo.Keep(call, frames);
        }
    }

    /// <summary>For workers, who are told of large payloads where they lie.</summary>
    public static async Task PayloadAsync(QueueCall call, long index)
    {
        var data = await call.Stream.PayloadOfAsync(index, call.Aborted)
            ?? throw new RefusedException(RefusalKind.NotFound, "no_data", string.Create(CultureInfo.InvariantCulture, $"no data in stream: frame {index} or the file of its payload is not there."), "Look for how the task ended.");
        call.Http.Response.ContentType = "application/octet-stream";
        call.Http.Response.ContentLength = data.Length;
        await call.Http.Response.Body.WriteAsync(data, call.Aborted);
    }

    private static Task<IReadOnlyList<QueueFrame>> FindAsync(QueueCall call, bool deletes)
    {
        var length = call.Number("_length_") ?? 1;
        if (length is < 1 or > MostFrames)
            throw QueueCall.Bad("_length_", length.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"from 1 to {MostFrames}"));
        var wait = call.Duration("_timeout_") ?? TimeSpan.Zero;
        wait = wait > LongestWait ? LongestWait : wait * PartOfTimeout;
        return call.Stream.GetAsync(call.Number("_index_") ?? 0, (int)length, call.Filter, call.IsInput ? call.RequestId : null, wait, deletes, call.Aborted);
    }

    private static async Task WriteAsync(QueueCall call, IReadOnlyList<QueueFrame> frames)
    {
        if (!call.Flag("_raw_", otherwise: call.Text("_length_") is null && !Wire.WantsProtobuf(call.Http.Request)))
        {
            await Wire.WriteAsync(call.Http, [.. frames.Select(frame => Wire.Of(frame))]);
            return;
        }

        var first = Wire.Of(frames[0]);
        call.Http.Response.ContentType = "application/octet-stream";
        call.Http.Response.Headers["X-Eas-Queueservice-Index"] = first.Index.ToString(CultureInfo.InvariantCulture);
        call.Http.Response.Headers[PutEndpoint.RequestIdHeader] = first.Tags[TaskTags.RequestId];
        await call.Http.Response.Body.WriteAsync(first.Data, call.Aborted);
    }
}
