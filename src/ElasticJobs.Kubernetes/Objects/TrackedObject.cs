using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Logs;
using ElasticJobs.Kubernetes.Pods;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>An object that we made or found, from its start until it is released. Changed only under the lock of <see cref="Board{T}"/>.</summary>
internal sealed class TrackedObject(string name, ObjectPlace place, ObjectTerms terms, string logDirectory, PodStatus status) : ITracked
{
    private volatile ObjectState? _state;

    public string Name { get; } = name;

    public ObjectPlace Place { get; } = place;

    public ObjectTerms Terms { get; } = terms;

    public string LogDirectory { get; } = logDirectory;

    public PodStatus Status { get; set; } = status;

    /// <summary>As the cluster has it. Null: it is not there yet, because it waits for quota.</summary>
    public ObjectState? State
    {
        get => _state;
        set => _state = value;
    }

    /// <summary>What is to be made of it once the quota lets it in. Null: it was made.</summary>
    public JsonObject? Wanted { get; set; }

    /// <summary>We have asked for its deletion.</summary>
    public bool StopAsked { get; set; }

    /// <summary>What its pods get when it is deleted. Null: their own.</summary>
    public TimeSpan? Grace { get; set; }

    /// <summary>It was deleted, nothing of it runs, and what still holds it does not let it go.</summary>
    public bool IsGivenUp { get; set; }

    /// <summary>The cluster has it no more.</summary>
    public bool IsGone { get; set; }

    /// <summary>When its end was told. Null: not yet.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What is followed for it.</summary>
    public IReadOnlyList<IAsyncDisposable> Uses { get; set; } = [];

    /// <summary>Its pods that were there before it was known have been looked for.</summary>
    public bool PodsSought { get; set; }

    /// <summary>Its pods by their uids.</summary>
    public ConcurrentDictionary<string, MemberPod> Members { get; } = new(StringComparer.Ordinal);

    public IEnumerable<MemberPod> MembersInOrder => Members.Values.OrderBy(member => member.Pod.Name, StringComparer.Ordinal);

    public string? Uid => State?.Metadata.Uid;

    /// <summary>Of kind Pod it is its own only pod.</summary>
    public void TakeItself(ObjectState state)
    {
        var member = Members.GetOrAdd(state.Metadata.Uid!, _ => new MemberPod(
            new TrackedPod(Name, Place.Cluster, new PodStatus { Name = Name, Phase = PodPhase.Pending }) { Logs = new LogPlace(LogDirectory, null) }, IsOwned: true));
        member.Take(JsonSerializer.Deserialize(state.Json, KubernetesJson.TypeOf<V1Pod>())!);
    }

    public bool HasRunningPods => Members.Values.Any(member => member is { IsOwned: true, HasEnded: false });
}
