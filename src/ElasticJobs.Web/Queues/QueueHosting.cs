using ElasticJobs.Core;
using ElasticJobs.Core.Queues;
using ElasticJobs.Web.Api;

namespace ElasticJobs.Web.Queues;

/// <summary>The queues of elastic jobs under <c>/api/predict</c>, in the protocol of EAS's queue service, so that its clients work unchanged; see docs/queues.md.</summary>
internal static class QueueHosting
{
    private const string Sink = "sink";

    public static void AddQueues(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<QueueAccess>();
        builder.Services.AddSingleton<RedoWindow>();
        builder.Services.AddHttpForwarder();
        builder.Services.AddSingleton<QueueForwarding>();
        builder.Services.AddSingleton<DeadLetters>();
        builder.Services.AddHostedService<LeaderAnnouncement>();
    }

    public static void MapQueues(this WebApplication app)
    {
        // Clients ping once or twice a second; those that are cut off without a word are noticed by our own.
        app.UseWhen(
            static http => http.Request.Path.StartsWithSegments(QueueAddress.Prefix),
            static queues => queues.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(5), KeepAliveTimeout = TimeSpan.FromSeconds(10) }));
        // Who calls is found out by the service's own tokens.
        string[] methods = [HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete];
        app.MapMethods(QueueAddress.Prefix + "/{service}/{**path}", methods, (RequestDelegate)HandleAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task HandleAsync(HttpContext http)
    {
        try
        {
            if (!http.RequestServices.GetRequiredService<IQueueHost>().IsHere)
            {
                await http.RequestServices.GetRequiredService<QueueForwarding>().ForwardAsync(http);
                return;
            }

            var service = (string)http.Request.RouteValues["service"]!;
            var path = http.Request.RouteValues["path"] as string ?? "";
            var (isSink, rest) = path == Sink || path.StartsWith(Sink + "/", StringComparison.Ordinal) ? (true, path[Sink.Length..].TrimStart('/')) : (false, path);
            var call = await http.RequestServices.GetRequiredService<QueueAccess>().OpenAsync(http, service, isSink, rest);
            await AnswerAsync(call);
        }
        catch (RefusedException refused) when (!http.Response.HasStarted)
        {
            var status = refused switch
            {
                { Code: QueueAccess.NotSignedIn } => StatusCodes.Status401Unauthorized,
                { Code: QueueAccess.NotLeading } => StatusCodes.Status503ServiceUnavailable,
                { Code: "payload_too_large" } => StatusCodes.Status413PayloadTooLarge,
                { Code: "queue_full" } => StatusCodes.Status429TooManyRequests,
                { Kind: RefusalKind.Invalid } => StatusCodes.Status400BadRequest,
                { Kind: RefusalKind.NotFound } => StatusCodes.Status404NotFound,
                { Kind: RefusalKind.Conflict } => StatusCodes.Status409Conflict,
                _ => StatusCodes.Status403Forbidden,
            };
            if (status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
                http.Response.Headers.RetryAfter = "1";
            await ApiProblems.WriteAsync(http, status, refused.Code, refused.Message, refused.Fix, refused.Problems);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Who asked is gone.
        }
    }

    private static Task AnswerAsync(QueueCall call)
    {
        var method = call.Http.Request.Method;
        if (HttpMethods.IsPost(method))
            return call.Flag("_eos_") ? AckEndpoint.FinishAsync(call) : PutEndpoint.PutAsync(call);
        if (HttpMethods.IsPut(method))
            return call.Flag("_drain_") ? AckEndpoint.DrainAsync(call) : call.Flag("_negative_") ? AckEndpoint.RejectAsync(call) : AckEndpoint.CommitAsync(call);
        if (HttpMethods.IsDelete(method))
            return call.Flag("_trunc_") ? AckEndpoint.TruncateAsync(call) : AckEndpoint.DeleteAsync(call);
        return call switch
        {
            _ when call.Flag("_watch_") => WatchEndpoint.WatchAsync(call),
            _ when call.Flag("_attrs_") => LookEndpoint.AttributesAsync(call),
            _ when call.Flag("_search_") => LookEndpoint.SearchAsync(call),
            _ when call.Flag("_count_") => LookEndpoint.CountAsync(call),
            _ when call.Number(GetEndpoint.Payload) is { } index => GetEndpoint.PayloadAsync(call, index),
            _ => GetEndpoint.GetAsync(call),
        };
    }
}
