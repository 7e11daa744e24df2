namespace ElasticJobs.Kubernetes.Client;

/// <summary>The last known state of each object, and what changed when something is told. Not for several threads.</summary>
internal sealed class ObjectStore<T>(IReadOnlyList<string> indexedLabels)
    where T : class
{
    private readonly Dictionary<ObjectKey, Entry> _objects = [];
    private readonly Dictionary<(string Label, string Value), HashSet<ObjectKey>> _index = [];
    private readonly Tombstones _deleted = new();

    public IEnumerable<T> Objects => _objects.Values.Select(entry => entry.Value);

    public T? Find(ObjectKey key) => _objects.GetValueOrDefault(key)?.Value;

    public IReadOnlyList<T> WithLabel(string label, string value)
    {
        if (!indexedLabels.Contains(label))
            throw new ArgumentException($"Label {label} is not indexed.", nameof(label));
        return _index.TryGetValue((label, value), out var keys) ? [.. keys.Select(key => _objects[key].Value)] : [];
    }

    /// <summary>Takes an ADDED or MODIFIED; what is no news changes nothing.</summary>
    public IEnumerable<InformerEvent<T>> Put(T value)
    {
        var metadata = KubernetesJson.MetadataOf(value);
        var key = ObjectKey.Of(metadata);
        if (_deleted.Cover(metadata.Uid, metadata.ResourceVersion))
            yield break;
        var known = _objects.GetValueOrDefault(key);
        if (known is not null && ObjectVersion.IsKnown(metadata.ResourceVersion, known.Metadata.ResourceVersion))
            yield break;
        if (known is not null && known.Metadata.Uid != metadata.Uid)
        {
            yield return Drop(key, known, metadata.ResourceVersion);
            known = null;
        }

        _objects[key] = new Entry(value, metadata);
        Index(key, known?.Metadata, metadata);
        yield return new InformerEvent<T>(known is null ? InformerEventType.Added : InformerEventType.Modified, value);
    }

    /// <summary>Takes a DELETED.</summary>
    public IEnumerable<InformerEvent<T>> Remove(T last)
    {
        var metadata = KubernetesJson.MetadataOf(last);
        var key = ObjectKey.Of(metadata);
        _deleted.Add(metadata.Uid, metadata.ResourceVersion);
        if (_objects.GetValueOrDefault(key) is not { } known || known.Metadata.Uid != metadata.Uid || ObjectVersion.IsOlder(metadata.ResourceVersion, known.Metadata.ResourceVersion))
            yield break;
        yield return Drop(key, known, metadata.ResourceVersion) with { Object = last };
    }

    /// <summary>Takes a whole list: what it no longer has was deleted while nobody told.</summary>
    public IEnumerable<InformerEvent<T>> Replace(KubernetesList<T> list)
    {
        var listed = list.Items.Select(item => ObjectKey.Of(KubernetesJson.MetadataOf(item))).ToHashSet();
        foreach (var (key, entry) in _objects.Where(pair => !listed.Contains(pair.Key)).ToList())
            yield return Drop(key, entry, list.ResourceVersion);
        foreach (var change in list.Items.SelectMany(Put))
            yield return change;
    }

    private InformerEvent<T> Drop(ObjectKey key, Entry entry, string? version)
    {
        _objects.Remove(key);
        _deleted.Add(entry.Metadata.Uid, version);
        Index(key, entry.Metadata, null);
        return new InformerEvent<T>(InformerEventType.Deleted, entry.Value);
    }

    private void Index(ObjectKey key, ObjectMeta? before, ObjectMeta? after)
    {
        foreach (var label in indexedLabels)
        {
            var (old, now) = (before?.Label(label), after?.Label(label));
            if (old == now)
                continue;
            if (old is not null && _index.TryGetValue((label, old), out var keys) && keys.Remove(key) && keys.Count == 0)
                _index.Remove((label, old));
            if (now is null)
                continue;
            if (!_index.TryGetValue((label, now), out var indexed))
                _index[(label, now)] = indexed = [];
            indexed.Add(key);
        }
    }

    private sealed record Entry(T Value, ObjectMeta Metadata);
}
