using System.Collections.Concurrent;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Leadership;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Scheduler.Runs;

/// <summary>Carries out effects at the runtime: those of one pod in order, those of different pods side by side up to a limit, each until it succeeds.</summary>
internal sealed partial class PodCommands(
    TaskPods pods,
    ILogStore logs,
    IEnumerable<IAttemptObserver> observers,
    RunInstruments instruments,
    Lead lead,
    IOptions<SchedulerOptions> options,
    TimeProvider time,
    ILogger<PodCommands> logger) : IDisposable
{
    private readonly ConcurrentDictionary<string, PodLane> _lanes = [];
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Of starts and stops. Releases have their own, since they wait for logs to be complete and must not hold up a start.</summary>
    private readonly SemaphoreSlim _commands = new(options.Value.PodCommandsAtOnce);
    private readonly SemaphoreSlim _releases = new(options.Value.PodCommandsAtOnce);

    /// <summary>Told what came of an effect: the run and what to put into its mailbox.</summary>
    public Action<RunId, Action<RunMailbox>> Tell { get; set; } = (_, _) => { };

    /// <summary>Begins an effect and returns at once.</summary>
    /// <param name="since">Timestamp of what led to it.</param>
    public void Begin(RunId run, RunEffect effect, long? since)
    {
        while (true)
        {
            var lane = _lanes.GetOrAdd(effect.PodName, name => new PodLane(run, name, DrainAsync));
            if (lane.TryAdd(effect, since))
            {
                _ = lane.Work;
                return;
            }

            _lanes.TryRemove(KeyValuePair.Create(effect.PodName, lane));
        }
    }

    /// <summary>Tells the observers of an attempt that was found alive.</summary>
    public void Adopt(TaskAttempt attempt)
    {
        var pod = Complete(PodManifest.Read(attempt.Manifest), attempt.Key);
        pods.Expect(pod);
        foreach (var observer in observers)
            observer.Started(attempt, pod);
    }

    /// <summary>Gives up what is under way; after a restart it is asked for again.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_lanes.Values.Select(lane => lane.Work)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _commands.Dispose();
        _releases.Dispose();
    }

    private async Task DrainAsync(PodLane lane)
    {
        try
        {
            while (lane.TryNext(out var effect, out var since))
                await CarryOutAsync(lane, effect, since);
        }
        finally
        {
            _lanes.TryRemove(KeyValuePair.Create(lane.PodName, lane));
            lane.Dispose();
        }
    }

    private async Task CarryOutAsync(PodLane lane, RunEffect effect, long? since)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                await TryAsync(lane, effect, since);
                return;
            }
            catch (Exception e) when (!_stopping.IsCancellationRequested)
            {
                var delay = Backoff.After(failures);
                LogCommandFailed(effect.GetType().Name, lane.PodName, delay, e);
                await WaitAsync(lane, effect, delay);
            }
        }
    }

    private Task TryAsync(PodLane lane, RunEffect effect, long? since) => effect switch
    {
        RunEffect.StartPod start => StartAsync(lane, start, since),
        RunEffect.StopPod stop => StopAsync(lane, stop),
        RunEffect.ReleasePod release => ReleaseAsync(lane, release),
        _ => throw new InvalidOperationException($"No such effect: {effect}."),
    };

    private async Task StartAsync(PodLane lane, RunEffect.StartPod start, long? since)
    {
        if (!await EnterUnlessStoppedAsync(lane))
        {
            lane.IsAbandoned = true;
            return;
        }

        try
        {
            // After whatever was waited for: the lead may have gone meanwhile.
            await lead.WaitUntilSureAsync(_stopping.Token);
            var pod = Complete(start.Pod, start.Attempt.Key);
            foreach (var observer in observers)
                observer.Started(start.Attempt, pod);
            instruments.StartSent(since, time);
            await pods.StartAsync(pod, hasRun: start.Attempt.State == TaskState.Running, _stopping.Token);
        }
        catch (PodStartException e)
        {
            Tell(lane.Run, mailbox => mailbox.Put(new RunInput.StartRefused(lane.PodName, e.Message)));
        }
        finally
        {
            _commands.Release();
        }
    }

    /// <summary>False: a stop is waiting, so that the start is not worth beginning.</summary>
    private async Task<bool> EnterUnlessStoppedAsync(PodLane lane)
    {
        var stopAsked = lane.StopAsked;
        if (stopAsked.IsCancellationRequested)
            return false;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopAsked, _stopping.Token);
        try
        {
            await _commands.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!_stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task StopAsync(PodLane lane, RunEffect.StopPod stop)
    {
        await _commands.WaitAsync(_stopping.Token);
        try
        {
            await lead.WaitUntilSureAsync(_stopping.Token);
            await pods.StopAsync(stop.PodName, stop.Grace, _stopping.Token);
        }
        finally
        {
            _commands.Release();
        }

        if (lane.IsAbandoned)
            Tell(lane.Run, mailbox => mailbox.Put(new RunInput.StartAbandoned(lane.PodName)));
    }

    private async Task ReleaseAsync(PodLane lane, RunEffect.ReleasePod release)
    {
        await _releases.WaitAsync(_stopping.Token);
        try
        {
            await lead.WaitUntilSureAsync(_stopping.Token);
            if (release.Attempt is { } attempt)
            {
                await pods.DrainLogsAsync(release.PodName, _stopping.Token);
                foreach (var observer in observers)
                    await observer.EndedAsync(attempt, _stopping.Token);
            }

            await lead.WaitUntilSureAsync(_stopping.Token);
            await pods.RemoveAsync(release.PodName, _stopping.Token);
        }
        finally
        {
            _releases.Release();
        }

        Tell(lane.Run, mailbox => mailbox.PutRemoved(release.PodName));
    }

    private async Task WaitAsync(PodLane lane, RunEffect effect, TimeSpan delay)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(effect is RunEffect.StartPod ? lane.StopAsked : CancellationToken.None, _stopping.Token);
        await Task.Delay(delay, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Token.ThrowIfCancellationRequested();
    }

    private PodSpec Complete(PodSpec pod, AttemptKey attempt) => pod with { LogDirectory = logs.DirectoryOf(attempt) };

    [LoggerMessage(LogLevel.Warning, "{Command} of pod {Pod} failed and is tried again in {Delay}.")]
    private partial void LogCommandFailed(string command, string pod, TimeSpan delay, Exception exception);
}
