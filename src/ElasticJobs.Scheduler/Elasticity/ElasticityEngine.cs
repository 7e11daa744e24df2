using System.Collections.Concurrent;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Queues;
using ElasticJobs.Scheduler.Deployments;
using ElasticJobs.Scheduler.Leadership;
using ElasticJobs.Scheduler.Queues;
using ElasticJobs.Scheduler.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Scheduler.Elasticity;

/// <summary>On the console that leads: an actor for each service, the news of their pods, and an end for what belongs to no service any more.</summary>
internal sealed partial class ElasticityEngine(
    IDeploymentDirectory directory,
    IDeploymentStore store,
    ServiceSecrets secrets,
    IDecisionStore decisions,
    IQueueHost host,
    InstancePods specs,
    IPodRuntime runtime,
    PodLogs logs,
    IInstanceUse use,
    Lead lead,
    TimeProvider time,
    ILoggerFactory loggers,
    ILogger<ElasticityEngine> logger) : BackgroundService, IElasticity, IServicePodList
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _listed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, Place> _places = new(StringComparer.Ordinal);

    public ElasticState? Find(string service) => _places.GetValueOrDefault(service)?.Actor.State;

    public Task Listed => _listed.Task;

    public bool Has(string service, string pod) => _places.GetValueOrDefault(service)?.Pods.Has(pod) == true;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lead.WaitUntilHereAsync(stoppingToken);
        try
        {
            // Pods are known before anything is decided: what runs already must not be started again.
            var watching = WatchAsync(stoppingToken);
            await Listed.WaitAsync(stoppingToken);
            await Task.WhenAll(watching, FollowAsync(stoppingToken));
        }
        finally
        {
            await Task.WhenAll(_places.Values.Select(place => place.FinishAsync()));
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                var services = (await directory.GetAsync(cancellationToken)).Services;
                // One that was deleted and deployed again has nothing of the former: instances of that one have a token of no use.
                foreach (var (name, place) in _places.Where(place => !services.TryGetValue(place.Key, out var service) || !place.Value.IsOf(service)))
                    await EndAsync(name, place);
                foreach (var service in services.Values)
                    Of(service.Name, cancellationToken).Give(service);
                failures = 0;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogNotRead(exception);
            }

            await Task.Delay(failures == 0 ? Interval : Backoff.After(failures), time, cancellationToken);
        }
    }

    /// <summary>The service was deleted: its pods end, busy or not, since whoever deletes it says so.</summary>
    private async Task EndAsync(string name, Place place)
    {
        if (!place.IsEnding)
        {
            await place.StopActorAsync();
            use.Want(name, [], static () => { });
            await host.CloseAsync(name);
        }

        foreach (var kind in new[] { ServiceLabels.InstanceKind, ServiceLabels.FrontEndKind })
        {
            foreach (var pod in place.Pods.Of(kind).Where(pod => !pod.Status.IsTerminal))
                place.Hands.Stop(pod.Name, Grace);
            place.Hands.Sweep(kind);
        }

        if (place.Pods.IsEmpty)
            _places.TryRemove(KeyValuePair.Create(name, place));
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                HashSet<string>? names = [];
                await foreach (var change in runtime.WatchAsync(cancellationToken))
                {
                    if (change.Status is { } pod)
                    {
                        names?.Add(pod.Name);
                        See(pod, cancellationToken);
                        continue;
                    }

                    foreach (var place in _places.Values)
                        place.Pods.Listed(names!);
                    (names, failures) = (null, 1);
                    _listed.TrySetResult();
                }
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogBroke(exception);
            }

            await Task.Delay(Backoff.After(failures), time, cancellationToken);
        }
    }

    private void See(PodStatus pod, CancellationToken cancellationToken)
    {
        if (pod.Labels.GetValueOrDefault(PodLabels.Kind) is not (ServiceLabels.InstanceKind or ServiceLabels.FrontEndKind) || pod.Labels.GetValueOrDefault(ServiceLabels.Service) is not { } service)
            return;
        var place = Of(service, cancellationToken);
        place.Pods.Seen(pod, time.GetUtcNow());
        place.Hands.Seen(pod);
        place.Woken.Set();
    }

    private Place Of(string service, CancellationToken cancellationToken) => _places.GetOrAdd(service, name =>
    {
        var (pods, woken) = (new ServicePods(), new Signal());
        var hands = new PodHands(pods, runtime, logs, lead, time, woken.Set, loggers.CreateLogger<PodHands>());
        var actor = new ServiceActor(host, specs, hands, pods, token => SecretAsync(name, token), new Autoscaler(Random.Shared), decisions, new ServiceUse(use, woken.Set), woken, time, loggers.CreateLogger<ServiceActor>());
        return new Place(actor, hands, pods, woken, cancellationToken);
    });

    private async Task<string?> SecretAsync(string service, CancellationToken cancellationToken)
    {
        var token = (await store.ListTokensAsync(service, cancellationToken)).FirstOrDefault(token => token.Name == ServiceToken.DefaultName);
        var secret = token is null ? null : secrets.Read(token);
        if (secret is null)
            LogNoToken(service);
        return secret;
    }

    [LoggerMessage(LogLevel.Error, "Services can't be read; tried again.")]
    private partial void LogNotRead(Exception exception);

    [LoggerMessage(LogLevel.Warning, "The watch on pods of services broke and is begun anew.")]
    private partial void LogBroke(Exception exception);

    [LoggerMessage(LogLevel.Error, "The token of service {Service} can't be read, so no instance is started. Renew it: PUT /api/v1/projects/PROJECT/services/{Service}/tokens/default.")]
    private partial void LogNoToken(string service);

    /// <summary>A service's actor and what it works with.</summary>
    private sealed class Place
    {
        private readonly CancellationTokenSource _ending;
        private readonly Task _acting;
        private DateTimeOffset? _madeAt;

        public Place(ServiceActor actor, PodHands hands, ServicePods pods, Signal woken, CancellationToken cancellationToken)
        {
            (Actor, Hands, Pods, Woken) = (actor, hands, pods, woken);
            _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _acting = Task.Run(() => actor.RunAsync(_ending.Token), CancellationToken.None);
        }

        public ServiceActor Actor { get; }

        /// <summary>What is left of it goes; it is given no service any more.</summary>
        public bool IsEnding => _ending.IsCancellationRequested;

        public PodHands Hands { get; }

        public ServicePods Pods { get; }

        public Signal Woken { get; }

        public void Give(Deployment service)
        {
            if (!IsOf(service))
                return;
            _madeAt = service.CreatedAt;
            Actor.Give(service);
        }

        /// <summary>Whether it is this service's, and not one's of the same name that was deleted.</summary>
        public bool IsOf(Deployment service) => !IsEnding && (_madeAt is null || _madeAt == service.CreatedAt);

        public async Task StopActorAsync()
        {
            if (!_ending.IsCancellationRequested)
                await _ending.CancelAsync();
            await _acting.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        public async Task FinishAsync()
        {
            await StopActorAsync();
            await Hands.FinishAsync();
            _ending.Dispose();
        }
    }
}
