using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Queues;
using ElasticJobs.Scheduler.Queues;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Scheduler.Elasticity;

/// <summary>Keeps the instances and the front end of one service as its queue and its document want them. Level-triggered: whatever happens only wakes it, and it decides from what there is.</summary>
internal sealed partial class ServiceActor(
    IQueueHost host, InstancePods specs, PodHands hands, ServicePods pods, Func<CancellationToken, Task<string?>> token, Autoscaler autoscaler, IDecisionStore decisions, ServiceUse use, Signal woken, TimeProvider time, ILogger<ServiceActor> logger)
{
    /// <summary>What comes within this time is decided about together.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(15);

    /// <summary>While nothing new is decided, how often the queue and the instances are kept as they are, for the chart. Only if they have changed; what came of a deed is kept at once.</summary>
    private static readonly TimeSpan PictureInterval = TimeSpan.FromSeconds(10);

    /// <summary>Idle instances have nothing to save.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly RateMeter _rate = new(time);
    private readonly FrontEnds _frontEnds = new(specs, hands, pods, token, Grace, time);
    private volatile Deployment? _service;
    private DecisionEntry? _kept;

    public ElasticState? State { get; private set; }

    /// <summary>What it is to be from now on.</summary>
    public void Give(Deployment service)
    {
        if (_service?.Version == service.Version)
            return;
        _service = service;
        woken.Set();
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var signal = woken.Next;
            var sleep = LongestSleep;
            var moved = Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
            try
            {
                if (_service is { } service)
                {
                    var queue = await host.OpenAsync(service.Name, service.Spec.Queue, service.Name, cancellationToken);
                    moved = queue.Input.NextMove;
                    sleep = await TickAsync(service, queue, cancellationToken);
                }
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailed(_service?.Name, exception);
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken);
            }

            await Task.WhenAny(moved, signal, Task.Delay(sleep, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Delay(Together, time, cancellationToken);
        }
    }

    /// <returns>How long it may sleep.</returns>
    private async Task<TimeSpan> TickAsync(Deployment service, IServiceQueue queue, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var state = queue.Input.Describe();
        var workers = state.Groups.FirstOrDefault(group => group.Name == service.Name);
        var instances = pods.Instances(workers?.Consumers ?? [], now);
        foreach (var late in instances.Where(instance => instance.State == InstanceState.Failed))
            StopIfRunning(late.Name);
        foreach (var ended in pods.Of(ServiceLabels.InstanceKind).Where(pod => pod.Status.IsTerminal && workers?.Consumers.Any(consumer => consumer.Uid == pod.Name) == true))
            queue.Input.Lose(new ConsumerName(service.Name, ended.Name));
        hands.Sweep(ServiceLabels.InstanceKind);
        hands.Sweep(ServiceLabels.FrontEndKind);
        await _frontEnds.KeepAsync(service, cancellationToken);
        if (service.IsStopped)
        {
            Retire(queue, instances, service.Name);
            autoscaler.Forget();
            use.Forget(service.Name);
            State = new ElasticState(instances, null, _frontEnds.Describe());
            return LongestSleep;
        }

        var inputs = use.AddTo(new ScalingInputs
        {
            Now = now,
            Instances = instances,
            Waiting = workers is null ? 0 : workers.Waiting - workers.Delayed,
            InFlight = workers?.InFlight ?? 0,
            OldestWait = await OldestWaitAsync(service, queue, workers, now, cancellationToken),
            Qps = _rate.Of(state.LastIndex),
            Generation = service.Generation,
        }, service);
        var decision = autoscaler.Decide(service.Spec.Autoscaler, inputs);
        var acted = await CarryOutAsync(service, queue, decision, cancellationToken);
        var entry = DecisionEntry.Of(decision, inputs);
        if (acted || entry.IsNewsAfter(_kept) || (!entry.Sees(_kept!) && (!_kept!.Decision.IsQuiet || now - _kept.Decision.At >= PictureInterval)))
            await KeepAsync(service.Name, _kept = entry, cancellationToken);
        State = new ElasticState(instances, decision, _frontEnds.Describe());
        return decision.NextCheck is { } next ? TimeSpan.FromTicks(Math.Clamp((next - now).Ticks, Together.Ticks, LongestSleep.Ticks)) : LongestSleep;
    }

    /// <summary>To be looked at later; instances don't wait for it to succeed.</summary>
    private async Task KeepAsync(string service, DecisionEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await decisions.AddAsync(service, entry, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotKept(service, exception);
        }
    }

    /// <returns>Whether there was anything to do.</returns>
    private async Task<bool> CarryOutAsync(Deployment service, IServiceQueue queue, ScalingDecision decision, CancellationToken cancellationToken)
    {
        foreach (var name in decision.Drain)
            SetDraining(queue, service.Name, name, drains: true);
        foreach (var name in decision.Undrain)
            SetDraining(queue, service.Name, name, drains: false);
        var removed = decision.Remove.Count(name => hands.Stop(name, Grace));
        if (decision.Create > 0 && specs.CanMake && await token(cancellationToken) is { } secret)
        {
            for (var i = 0; i < decision.Create; i++)
                hands.Start(specs.Instance(service, secret));
        }

        // Those that end are named until they are gone.
        if (decision.Create + decision.Drain.Count + decision.Undrain.Count + removed == 0)
            return false;
        LogDecision(service.Name, decision.Desired, decision.Supply, decision.Create, decision.Drain.Count, removed, decision.Reason.Message);
        // What was begun shows in what is looked at next.
        woken.Set();
        return true;
    }

    /// <summary>Instances of a stopped service finish what they have.</summary>
    private void Retire(IServiceQueue queue, IReadOnlyList<ScalingInstance> instances, string service)
    {
        foreach (var instance in instances)
        {
            if (instance.State is InstanceState.Idle or InstanceState.Busy)
                SetDraining(queue, service, instance.Name, drains: true);
            if (instance is { InFlight: 0, State: InstanceState.Starting or InstanceState.Draining })
                hands.Stop(instance.Name, Grace);
        }
    }

    private void SetDraining(IServiceQueue queue, string service, string name, bool drains)
    {
        queue.Input.Drain(new ConsumerName(service, name), drains);
        pods.Drains(name, drains);
    }

    private void StopIfRunning(string name)
    {
        if (pods.Of(ServiceLabels.InstanceKind).FirstOrDefault(pod => pod.Name == name) is { Status.IsTerminal: false })
            hands.Stop(name, Grace);
    }

    /// <summary>Costs a read, so it is only looked at for who wants to know.</summary>
    private static async Task<TimeSpan?> OldestWaitAsync(Deployment service, IServiceQueue queue, GroupState? workers, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (workers is not { Waiting: > 0 } || service.Spec.Autoscaler.Strategies.All(strategy => strategy.Metric != ScalingMetric.QueueAge))
            return null;
        var oldest = await queue.Input.GetAsync(0, workers.InFlight + 1, new Dictionary<string, string>(), null, TimeSpan.Zero, delete: false, cancellationToken);
        var waiting = oldest.FirstOrDefault(frame => queue.Input.StandingOf(frame.Index) is { Holder: null });
        return waiting is null ? null : now - waiting.PutAt;
    }

    [LoggerMessage(LogLevel.Information, "Service {Service} is to have {Desired} instances and has {Supply}: {Create} are started, {Drain} drain, {Remove} end. {Reason}")]
    private partial void LogDecision(string service, int desired, int supply, int create, int drain, int remove, string reason);

    [LoggerMessage(LogLevel.Warning, "A decision about service {Service} could not be stored.")]
    private partial void LogNotKept(string service, Exception exception);

    [LoggerMessage(LogLevel.Error, "The instances of service {Service} could not be looked after; tried again.")]
    private partial void LogFailed(string? service, Exception exception);
}
