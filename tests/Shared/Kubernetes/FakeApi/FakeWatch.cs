using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ElasticJobs.Tests.Shared.Kubernetes;

/// <summary>Serves one watch, with its fault if one was ordered.</summary>
internal sealed class FakeWatch(FakeStore store, FakeRequest request, HttpContext context, WatchFault? fault, CancellationToken broken, CancellationToken ended)
{
    private bool _cut;

    /// <param name="bookmark">Completes when a bookmark is wanted.</param>
    public async Task ServeAsync(Func<Task> bookmark)
    {
        if (fault == WatchFault.Gone)
            throw new FakeRefusal(FakeStatus.Gone);
        var version = long.TryParse(request.Value("resourceVersion"), CultureInfo.InvariantCulture, out var from) ? from : 0;
        if (version != 0 && store.IsForgotten(version))
            throw new FakeRefusal(FakeStatus.Gone);
        context.Response.ContentType = "application/json";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (fault == WatchFault.Ends)
            return;
        if (version == 0)
            version = await SnapshotAsync();
        if (fault == WatchFault.GoneAsEvent)
        {
            await WriteAsync("ERROR", FakeStatus.Gone.ToJson());
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(broken, ended, context.RequestAborted);
        var isBookmarkDue = false;
        while (true)
        {
            var wanted = bookmark();
            var (changes, next) = store.Since(version);
            await TellAsync(changes);
            if (_cut)
                return;

            // Changes of other resources count too, as in the real one: nothing of this watch's is before them.
            version = changes.Count > 0 ? changes[^1].Version : version;
            if (isBookmarkDue && request.Value("allowWatchBookmarks") == "true")
                await WriteAsync("BOOKMARK", new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) } });
            try
            {
                isBookmarkDue = await Task.WhenAny(next, wanted).WaitAsync(stop.Token) == wanted;
            }
            catch (OperationCanceledException)
            {
                if (!ended.IsCancellationRequested)
                    context.Abort();
                return;
            }
        }
    }

    private async Task<long> SnapshotAsync()
    {
        var (objects, version) = store.Snapshot(request.Resource!, request.Namespace);
        foreach (var value in objects.Where(Matches))
            await WriteAsync("ADDED", value);
        return version;
    }

    private async Task TellAsync(IEnumerable<FakeChange> changes)
    {
        var events = changes.Where(change => change.Resource == request.Resource && (request.Namespace is null || (string?)change.Last["metadata"]!["namespace"] == request.Namespace))
            .Select(change => (Type: TypeOf(change), Object: change.Last)).Where(told => told.Type is not null);
        if (fault == WatchFault.Reordered)
            events = events.Reverse();
        foreach (var (type, value) in events)
        {
            await WriteAsync(type!, value);
            if (fault == WatchFault.Duplicates)
                await WriteAsync(type!, value);
            if (fault == WatchFault.CutAfterEvent)
                Cut();
            if (_cut)
                return;
        }
    }

    /// <summary>Null: the change is none of this watch's. Leaving a selector looks like a deletion.</summary>
    private string? TypeOf(FakeChange change) => (change.Before is not null && Matches(change.Before), change.After is not null && Matches(change.After)) switch
    {
        (false, true) => "ADDED",
        (true, true) => "MODIFIED",
        (true, false) => "DELETED",
        _ => null,
    };

    private bool Matches(JsonObject value) => FakeSelectors.Matches(value, request.Value("labelSelector"), request.Value("fieldSelector"));

    private async Task WriteAsync(string type, JsonObject value)
    {
        var line = Encoding.UTF8.GetBytes(new JsonObject { ["type"] = type, ["object"] = value.DeepClone() }.ToJsonString() + "\n");
        if (fault == WatchFault.CutWithinEvent)
        {
            await context.Response.Body.WriteAsync(line.AsMemory(0, line.Length / 2), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            Cut();
            return;
        }

        await context.Response.Body.WriteAsync(line, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private void Cut()
    {
        _cut = true;
        context.Abort();
    }
}
