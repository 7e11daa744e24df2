using System.Buffers;
using System.Globalization;
using System.Text.Json;
using ElasticJobs.Web.Api;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace ElasticJobs.Web.Streaming;

/// <summary>
/// A response of server-sent events (WHATWG HTML, 9.2), one JSON value each. After each <see cref="Silence"/> without one a comment is sent, which clients skip:
/// proxies close connections that are silent for longer, most after 60 s.
/// </summary>
internal sealed class EventStream<T>(IAsyncEnumerable<T> items, string eventType, Func<T, long> id) : IResult
{
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var aborted = httpContext.RequestAborted;
        var time = httpContext.RequestServices.GetRequiredService<TimeProvider>();
        var json = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        Begin(httpContext.Response);
        var body = httpContext.Response.BodyWriter;
        await body.FlushAsync(aborted);
        if (httpContext.Request.IsHead())
        {
            return;
        }

        await using var enumerator = items.GetAsyncEnumerator(aborted);
        while (true)
        {
            var next = enumerator.MoveNextAsync().AsTask();
            while (!next.IsCompleted)
            {
                await ((Task)next).WaitAsync(Silence, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!next.IsCompleted)
                {
                    body.Write(": keep-alive\n\n"u8);
                    // Not cancelled: when the client has gone the source ends by itself, and only then it may be disposed of.
                    await body.FlushAsync(CancellationToken.None);
                }
            }

            if (!await next)
            {
                return;
            }

            Write(body, enumerator.Current, json);
            await body.FlushAsync(aborted);
        }
    }

    private static void Begin(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache,no-store";
        response.Headers.ContentEncoding = "identity";
        // nginx keeps events back otherwise.
        response.Headers["X-Accel-Buffering"] = "no";
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    private void Write(IBufferWriter<byte> body, T item, JsonSerializerOptions json)
    {
        body.Write(System.Text.Encoding.UTF8.GetBytes($"event: {eventType}\ndata: "));
        // Compact JSON has no line break, so it is one data line.
        body.Write(JsonSerializer.SerializeToUtf8Bytes(item, json));
        body.Write(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\nid: {id(item)}\n\n")));
    }
}
