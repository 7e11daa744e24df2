using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Kubernetes.Projects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>Finds the objects that an earlier console or another replica made: by their labels, among all kinds.</summary>
internal sealed partial class ObjectSearch(ProjectPlaces places, ObjectKinds kinds, ObjectTracking tracking, IOptions<KubernetesOptions> options, TimeProvider time, ILogger<ObjectSearch> logger) : IDisposable
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1);
    private readonly ConcurrentDictionary<ObjectPlace, bool> _seen = [];
    private volatile bool _isDone;

    /// <summary>Kinds of which there were objects of ours, or are.</summary>
    public ICollection<ObjectPlace> Seen => _seen.Keys;

    public void See(ObjectPlace place) => _seen.TryAdd(place, true);

    /// <summary>Completes once all that is there is known. What keeps it from that is waited for.</summary>
    /// <param name="again">Another console may have made some since.</param>
    public async Task FindAsync(bool again, CancellationToken cancellationToken)
    {
        if (_isDone && !again)
            return;
        await _one.WaitAsync(cancellationToken);
        try
        {
            var backoff = new Backoff(ShortestWait, LongestWait, Random.Shared);
            while (!_isDone || again)
            {
                try
                {
                    await places.RefreshAsync(cancellationToken);
                    foreach (var cluster in places.All)
                        await FindAsync(cluster, cancellationToken);
                    _isDone = true;
                    return;
                }
                catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is KubernetesApiException or KubernetesUnreachableException or KubernetesConfigurationException)
                {
                    LogWaits(e.Message);
                    await Task.Delay(backoff.Next(), time, cancellationToken);
                }
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task FindAsync(ClusterPlace cluster, CancellationToken cancellationToken)
    {
        var query = new ListQuery { LabelSelector = $"{PodMarks.Owner}={options.Value.Owner},{PodMarks.Object}" };
        foreach (var place in await kinds.FollowableAsync(cluster, cancellationToken))
        {
            try
            {
                var found = await places.Api(cluster).Bulk.ListAsync<JsonObject>(place.Type, cluster.Namespace, query, cancellationToken);
                foreach (var one in found.Items)
                {
                    See(place);
                    if (KubernetesJson.MetadataOf(one).Label(PodMarks.Released) is null)
                        tracking.Take(place, one);
                }
            }
            catch (KubernetesApiException e) when (e.IsForbidden || e.IsNotFound || e.Code is System.Net.HttpStatusCode.MethodNotAllowed or System.Net.HttpStatusCode.BadRequest)
            {
                // A kind that can't be listed: no object of ours is among it.
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The objects of tasks can't be looked for yet: {Message}")]
    private partial void LogWaits(string message);
}
