using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Kubernetes.Projects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>Keeps the board as the clusters have it: one watch on each kind of which there are objects, and one on the pods of each namespace that has some.</summary>
internal sealed partial class ObjectTracking : IAsyncDisposable
{
    private readonly ProjectPlaces _places;
    private readonly Board<TrackedObject> _board;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Shared<ObjectPlace, KindWatch> _kinds;
    private readonly Shared<ClusterPlace, MemberPods> _pods;

    public ObjectTracking(ProjectPlaces places, Board<TrackedObject> board, IOptions<KubernetesOptions> options, TimeProvider time, ILoggerFactory loggers)
    {
        (_places, _board, _time, _logger) = (places, board, time, loggers.CreateLogger<ObjectTracking>());
        var selector = $"{PodMarks.Owner}={options.Value.Owner},{PodMarks.Object},!{PodMarks.Released}";
        _kinds = new(place => new KindWatch(places.Api(place.Cluster), place, selector, (at, found) => Take(at, found), Lose, time, loggers));
        _pods = new(place => new MemberPods(places.Api(place), place, board, Look, time, loggers));
    }

    /// <summary>An object or a pod of it was found or has changed.</summary>
    public Action<TrackedObject> Changed { get; set; } = _ => { };

    /// <summary>Follows a kind at least until the answer is disposed. Completes with its first list.</summary>
    public async Task<IAsyncDisposable> FollowAsync(ObjectPlace place, CancellationToken cancellationToken)
    {
        var use = _kinds.Take(place);
        try
        {
            await use.Value.Synced.WaitAsync(cancellationToken);
            return use;
        }
        catch
        {
            await use.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes what is known of an object, from wherever. Null: it says nothing by which it could be followed here.</summary>
    public TrackedObject? Take(ObjectPlace place, JsonObject found)
    {
        var state = ObjectState.Of(found);
        if ((_board.Find(state.Metadata.Name!) ?? Adopt(place, state)) is not { } tracked || tracked.Place != place)
            return null;
        _board.Change(tracked, known =>
        {
            if (known.State is { } before && (before.Metadata.Uid != state.Metadata.Uid || ObjectVersion.IsOlder(state.Metadata.ResourceVersion, before.Metadata.ResourceVersion)))
                return null;
            (known.State, known.Wanted) = (state, null);
            if (state.IsOfPodKind)
                known.TakeItself(state);
            return ObjectReading.Read(known, _time.GetUtcNow());
        });
        Changed(tracked);
        return tracked;
    }

    /// <summary>What is known by its name from now on. Its kind and the pods of its namespace are followed until it is forgotten.</summary>
    public TrackedObject Add(TrackedObject added)
    {
        var known = _board.Add(added);
        if (known == added)
            added.Uses = [_kinds.Take(added.Place), _pods.Take(added.Place.Cluster)];
        return known;
    }

    /// <summary>Reads it again, since something about its pods or what we know has changed.</summary>
    public void Look(TrackedObject tracked)
    {
        _board.Change(tracked, known => ObjectReading.Read(known, _time.GetUtcNow()));
        Changed(tracked);
    }

    public MemberPods? PodsOf(TrackedObject tracked) => _pods.Find(tracked.Place.Cluster);

    /// <summary>Whether the cluster still has what no watch has ever told of.</summary>
    public async Task CheckAsync(TrackedObject tracked, CancellationToken cancellationToken)
    {
        if (tracked is not { IsGone: false, State: { } state } || _kinds.Find(tracked.Place)?.Knows(tracked.Name) == true)
            return;
        if (await _places.Api(tracked.Place.Cluster).GetAsync<JsonObject>(tracked.Place.Type, tracked.Place.Cluster.Namespace, tracked.Name, cancellationToken) is { } found
            && KubernetesJson.MetadataOf(found).Uid == tracked.Uid)
            Take(tracked.Place, found);
        else
            Lose(tracked.Place, state.Json);
    }

    public async Task ForgetAsync(TrackedObject tracked)
    {
        _board.Remove(tracked);
        foreach (var use in tracked.Uses)
            await use.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _kinds.DisposeAsync();
        await _pods.DisposeAsync();
    }

    private TrackedObject? Adopt(ObjectPlace place, ObjectState state)
    {
        var name = state.Metadata.Name!;
        if (ObjectTerms.Read(state.Metadata.Annotation(PodMarks.Terms)) is { } terms && state.Metadata.Annotation(PodMarks.LogDirectory) is { } directory)
        {
            if (terms.ApiVersion != place.Type.ApiVersion)
                return null;
            var status = new PodStatus { Name = name, Phase = PodPhase.Pending, Labels = LabelValues.Of(state.Metadata) };
            return Add(new TrackedObject(name, place, terms, directory, status));
        }

        LogNoTerms(place.Type, name);
        return null;
    }

    private void Lose(ObjectPlace place, JsonObject last)
    {
        var state = ObjectState.Of(last);
        if (_board.Find(state.Metadata.Name!) is not { } tracked || tracked.Place != place || tracked.Uid != state.Metadata.Uid)
            return;
        _board.Change(tracked, gone =>
        {
            (gone.State, gone.IsGone) = (state, true);
            return ObjectReading.Read(gone, _time.GetUtcNow());
        });
        Changed(tracked);
    }

    [LoggerMessage(LogLevel.Warning, "{Type} {Name} has the labels of this console, and no annotation by which it could be followed. It is left alone.")]
    private partial void LogNoTerms(ResourceType type, string name);
}
