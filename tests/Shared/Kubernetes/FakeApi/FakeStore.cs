using System.Globalization;
using System.Text.Json.Nodes;

namespace ElasticJobs.Tests.Shared.Kubernetes;

/// <summary>One change, as watches tell it.</summary>
/// <param name="Before">Null: it is new.</param>
/// <param name="After">Null: it is gone, <see cref="Last"/> says how it was.</param>
internal sealed record FakeChange(long Version, string Resource, JsonObject? Before, JsonObject? After, JsonObject Last);

/// <summary>Objects with resource versions and the history that watches read.</summary>
public sealed class FakeStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string Resource, string Namespace, string Name), JsonObject> _objects = [];
    private readonly List<FakeChange> _history = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version = 100;
    private long _compacted;
    private int _ids;

    /// <summary>The version of the last change.</summary>
    public long Version
    {
        get
        {
            lock (_gate)
            {
                return _version;
            }
        }
    }

    /// <param name="ns">Null: all.</param>
    public IReadOnlyList<JsonObject> List(string resource, string? ns = null)
    {
        lock (_gate)
        {
            return [.. _objects.Where(pair => pair.Key.Resource == resource && (ns is null || pair.Key.Namespace == ns)).Select(pair => Copy(pair.Value))];
        }
    }

    /// <summary>The objects and the version that they are all as of.</summary>
    internal (IReadOnlyList<JsonObject> Objects, long Version) Snapshot(string resource, string? ns)
    {
        lock (_gate)
        {
            return (List(resource, ns), _version);
        }
    }

    public JsonObject? Find(string resource, string? ns, string name)
    {
        lock (_gate)
        {
            return _objects.TryGetValue((resource, ns ?? "", name), out var found) ? Copy(found) : null;
        }
    }

    /// <returns>As stored; null: the name is taken.</returns>
    public JsonObject? Create(string resource, string? ns, JsonObject value)
    {
        lock (_gate)
        {
            var made = Copy(value);
            var metadata = made["metadata"] as JsonObject ?? throw new ArgumentException("An object has metadata.", nameof(value));
            var key = (resource, ns ?? "", (string?)metadata["name"] ?? throw new ArgumentException("An object has a name.", nameof(value)));
            if (_objects.ContainsKey(key))
                return null;
            if (ns is not null)
                metadata["namespace"] = ns;
            metadata["uid"] = $"00000000-0000-0000-0000-{++_ids:D12}";
            metadata["creationTimestamp"] = "2026-01-01T00:00:00Z";
            if (resource == "pods")
                made["status"] ??= new JsonObject { ["phase"] = "Pending" };
            Store(key, null, made);
            return Copy(made);
        }
    }

    /// <summary>Changes the stored object in place. One that is to be deleted goes when its last finalizer is taken.</summary>
    /// <returns>As stored then; null: there is none.</returns>
    public JsonObject? Change(string resource, string? ns, string name, Action<JsonObject> change)
    {
        lock (_gate)
        {
            var key = (resource, ns ?? "", name);
            if (!_objects.TryGetValue(key, out var before))
                return null;
            var after = Copy(before);
            change(after);
            if (after["metadata"]!["deletionTimestamp"] is not null && !HasFinalizers(after))
                Drop(key, after);
            else
                Store(key, before, after);
            return Copy(after);
        }
    }

    /// <summary>Deletes it, or marks it deleted while finalizers hold it. False: there is none.</summary>
    public bool Delete(string resource, string? ns, string name)
    {
        lock (_gate)
        {
            var key = (resource, ns ?? "", name);
            if (!_objects.TryGetValue(key, out var before))
                return false;
            if (HasFinalizers(before))
                Change(resource, ns, name, value => value["metadata"]!["deletionTimestamp"] ??= "2026-01-01T00:00:00Z");
            else
                Drop(key, Copy(before));
            return true;
        }
    }

    /// <summary>Forgets what was before now: who asks for it is answered with 410. Watches that run already go on.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            _compacted = _version;
        }
    }

    internal bool IsForgotten(long version)
    {
        lock (_gate)
        {
            return version < _compacted;
        }
    }

    /// <summary>Changes after a version, and what completes with the next.</summary>
    internal (IReadOnlyList<FakeChange> Changes, Task Next) Since(long version)
    {
        lock (_gate)
        {
            return ([.. _history.Where(change => change.Version > version)], _changed.Task);
        }
    }

    private void Store((string, string, string) key, JsonObject? before, JsonObject after)
    {
        Stamp(after);
        _objects[key] = after;
        Tell(new FakeChange(_version, key.Item1, before, after, after));
    }

    private void Drop((string, string, string) key, JsonObject last)
    {
        _objects.Remove(key, out var before);
        Stamp(last);
        Tell(new FakeChange(_version, key.Item1, before, null, last));
    }

    private void Stamp(JsonObject value) => value["metadata"]!["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);

    private void Tell(FakeChange change)
    {
        _history.Add(change);
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static bool HasFinalizers(JsonObject value) => value["metadata"]!["finalizers"] is JsonArray { Count: > 0 };

    private static JsonObject Copy(JsonObject value) => value.DeepClone().AsObject();
}
