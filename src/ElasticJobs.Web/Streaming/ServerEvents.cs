using System.Globalization;

namespace ElasticJobs.Web.Streaming;

/// <summary>The hubs' streams for plain HTTP clients: <c>Accept: text/event-stream</c>. A client that comes back sends <c>Last-Event-ID</c>.</summary>
internal static class ServerEvents
{
    public static bool AreWanted(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase);

    /// <summary>Id of the last event that the client had. Null: none, or none that was given out here.</summary>
    public static long? LastId(HttpRequest request) =>
        long.TryParse(request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id <= Moments.LatestMilliseconds ? id : null;

    public static IResult Stream<T>(IAsyncEnumerable<T> items, string eventType, Func<T, long> id) => new EventStream<T>(items, eventType, id);
}
