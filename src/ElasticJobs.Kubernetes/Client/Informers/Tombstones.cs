namespace ElasticJobs.Kubernetes.Client;

/// <summary>The latest deletions, so that a late event does not bring an object back. One that only left the selector may come again, with a newer version.</summary>
internal sealed class Tombstones
{
    private const int Capacity = 8192;

    private readonly Dictionary<string, string?> _versions = [];
    private readonly Queue<string> _order = [];

    /// <param name="version">Of the deletion.</param>
    public void Add(string? uid, string? version)
    {
        if (uid is null)
            return;
        if (_versions.TryAdd(uid, version))
        {
            _order.Enqueue(uid);
            if (_order.Count > Capacity)
                _versions.Remove(_order.Dequeue());
        }
        else if (ObjectVersion.IsOlder(_versions[uid], version))
        {
            _versions[uid] = version;
        }
    }

    /// <summary>True when the object was deleted after it had that version.</summary>
    public bool Cover(string? uid, string? version) => uid is not null && _versions.TryGetValue(uid, out var deletion) && ObjectVersion.IsKnown(version, deletion);
}
