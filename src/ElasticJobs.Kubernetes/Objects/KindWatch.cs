using System.Text.Json.Nodes;
using ElasticJobs.Kubernetes.Client;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>Follows our objects of one kind in one namespace.</summary>
internal sealed partial class KindWatch : IAsyncDisposable
{
    private readonly ObjectPlace _place;
    private readonly Informer<JsonObject> _informer;
    private readonly Action<ObjectPlace, JsonObject> _seen;
    private readonly Action<ObjectPlace, JsonObject> _lost;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILogger _logger;
    private readonly Task _work;

    public KindWatch(
        IKubernetesApi api, ObjectPlace place, string selector, Action<ObjectPlace, JsonObject> seen, Action<ObjectPlace, JsonObject> lost, TimeProvider time, ILoggerFactory loggers)
    {
        (_place, _seen, _lost, _logger) = (place, seen, lost, loggers.CreateLogger<KindWatch>());
        var options = new InformerOptions(place.Type) { Namespace = place.Cluster.Namespace, LabelSelector = selector };
        _informer = new Informer<JsonObject>(api, options, time, loggers.CreateLogger<Informer<JsonObject>>());
        _work = Task.WhenAll(Task.Run(() => _informer.RunAsync(_stopping.Token)), Task.Run(ReadAsync));
    }

    /// <summary>Completes once all that is there was seen.</summary>
    public Task Synced => _synced.Task;

    public bool Knows(string name) => _informer.Find(_place.Cluster.Namespace, name) is not null;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task ReadAsync()
    {
        while (true)
        {
            try
            {
                await foreach (var change in _informer.WatchAsync(_stopping.Token))
                {
                    if (change.Object is not { } found)
                        _synced.TrySetResult();
                    else if (change.Type == InformerEventType.Deleted)
                        _lost(_place, found);
                    else
                        _seen(_place, found);
                }
            }
            catch (Exception e) when (!_stopping.IsCancellationRequested)
            {
                LogBroke(_place.Type, e);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Following {Type} broke and begins again.")]
    private partial void LogBroke(ResourceType type, Exception exception);
}
