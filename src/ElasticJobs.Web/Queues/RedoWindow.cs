using System.Collections.Concurrent;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Web.Queues;

/// <summary>Frames that were deleted for a client whose connection was lost before it had them: kept for a while for when it asks the same again.</summary>
internal sealed class RedoWindow(TimeProvider time)
{
    private const int MostEntries = 1000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public void Keep(QueueCall call, IReadOnlyList<QueueFrame> frames)
    {
        foreach (var (key, entry) in _entries)
        {
            if (time.GetElapsedTime(entry.At) > Window || _entries.Count >= MostEntries)
                _entries.TryRemove(key, out _);
        }

        _entries[KeyOf(call)] = new Entry(frames, time.GetTimestamp());
    }

    /// <summary>Null: there are none for this client and question.</summary>
    public IReadOnlyList<QueueFrame>? Take(QueueCall call) =>
        _entries.TryRemove(KeyOf(call), out var entry) && time.GetElapsedTime(entry.At) <= Window ? entry.Frames : null;

    private static string KeyOf(QueueCall call) => string.Join('\n', call.Service.Name, call.Consumer.Group, call.Consumer.Uid, call.Http.Request.Path, call.Http.Request.QueryString);

    private sealed record Entry(IReadOnlyList<QueueFrame> Frames, long At);
}
