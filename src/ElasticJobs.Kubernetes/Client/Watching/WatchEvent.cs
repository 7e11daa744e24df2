namespace ElasticJobs.Kubernetes.Client;

public enum WatchEventType
{
    Added,
    Modified,
    Deleted,

    /// <summary>Nothing changed; only <see cref="WatchEvent{T}.ResourceVersion"/> says something.</summary>
    Bookmark,
}

/// <param name="Object">As it was last, for Deleted. Null only for Bookmark.</param>
/// <param name="ResourceVersion">From where the next watch goes on after this event.</param>
public sealed record WatchEvent<T>(WatchEventType Type, T? Object, string ResourceVersion)
    where T : class;
