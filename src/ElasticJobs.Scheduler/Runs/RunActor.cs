using ElasticJobs.Core;
using ElasticJobs.Core.Broadcasting;
using ElasticJobs.Core.Runs;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Scheduler.Runs;

/// <summary>
/// One active run: takes its mail, lets the machine decide, commits, then begins the effects. One worker at a time. When anything goes wrong the machine is thrown away
/// and made anew from what is committed, which is the same as a crash.
/// </summary>
internal sealed partial class RunActor(
    RunId id,
    IRunStore store,
    RunLoader loader,
    StartPermits permits,
    PodCommands commands,
    Broadcaster<RunId, Run> broadcaster,
    IRunSignals signals,
    RunInstruments instruments,
    TimeProvider time,
    ILogger<RunActor> logger,
    Action<RunActor> wake) : IDisposable
{
    /// <summary>Timers reach no further than 49 days; a machine that is woken for nothing goes back to sleep.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    private readonly KnownPods _pods = new();
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunMachine? _machine;
    private RunDetail? _snapshot;
    private ITimer? _timer;
    private int _failures;

    public RunId Id { get; } = id;

    public RunMailbox Mailbox { get; } = new(time);

    /// <summary>Completes when the run has left memory.</summary>
    public Task Gone => _gone.Task;

    /// <summary>A run that was just made need not be read again.</summary>
    public void Preload(RunMachine machine) => _machine ??= machine;

    /// <returns>True: nothing is left to do for this run.</returns>
    public async Task<bool> ProcessAsync(CancellationToken cancellationToken)
    {
        var mail = Mailbox.Take();
        using var scope = logger.BeginScope("Run {RunId}", Id);
        try
        {
            var finished = await DecideAsync(mail, cancellationToken);
            _failures = 0;
            return finished && _pods.IsEmpty;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _machine = null;
            _snapshot = null;
            permits.Lose(Id);
            foreach (var request in mail.Requests)
                request.Fail(e);
            var delay = Backoff.After(++_failures);
            LogStepFailed(Id, delay, e);
            SleepUntil(time.GetUtcNow() + delay);
            return false;
        }
    }

    public void Leave()
    {
        Dispose();
        _gone.TrySetResult();
    }

    public void Dispose() => _timer?.Dispose();

    private async Task<bool> DecideAsync(RunMail mail, CancellationToken cancellationToken)
    {
        var inputs = _pods.Take(mail).ToList();
        if (_machine is null)
        {
            _machine = await loader.LoadAsync(Id, cancellationToken);
            if (_machine is null)
                return AbandonUnknown(mail);
            Adopt(_machine);
            permits.Tell(Id, _machine.Live, waits: false);
            inputs = [.. _pods.Everything()];
        }

        var retries = TakeRetries(_machine, mail.Requests);
        inputs.AddRange(mail.Inputs);
        inputs.AddRange(retries.Select(retry => new RunInput.RetryAsked(retry.Actor)));
        var step = _machine.Step(inputs, time.GetUtcNow());
        if (step.Change is { } change)
            await CommitAsync(change, cancellationToken);
        permits.Tell(Id, _machine.Live, _machine.WaitsForPermit);
        foreach (var effect in step.Effects)
            Begin(effect, mail.Since);
        SleepUntil(step.NextWake);
        retries.ForEach(retry => retry.Done());
        AnswerSnapshots(_machine, mail.Requests);
        return _machine.Run.IsFinished;
    }

    private async Task CommitAsync(RunChange change, CancellationToken cancellationToken)
    {
        await store.CommitAsync(change, cancellationToken);
        _snapshot = null;
        instruments.Committed(change);
        broadcaster.Publish(Id, change.Run);
        signals.Send(new RunSignal(RunSignalKind.Changed, Id));
        if (change.Changes.Any(state => state.Task is null))
            LogRunIs(Id, change.Run.Pipeline, change.Run.State);
    }

    private void Begin(RunEffect effect, long? since)
    {
        if (effect is RunEffect.ReleasePod)
            _pods.Releasing(effect.PodName);
        commands.Begin(Id, effect, since);
    }

    private void Adopt(RunMachine machine)
    {
        foreach (var attempt in machine.Snapshot().Attempts.Where(attempt => !TaskTransitions.IsTerminal(attempt.State)))
            commands.Adopt(attempt);
    }

    /// <summary>Pods of a run that is not stored: they must not run, and go.</summary>
    private bool AbandonUnknown(RunMail mail)
    {
        permits.Tell(Id, 0, waits: false);
        foreach (var request in mail.Requests)
        {
            if (request is SnapshotRequest snapshot)
                snapshot.Give(null);
            else
                request.Fail(RunRefusals.NotFound(Id));
        }

        foreach (var pod in _pods.All)
            Begin(pod.IsTerminal ? new RunEffect.ReleasePod(pod.Name, null) : new RunEffect.StopPod(pod.Name, TimeSpan.Zero), mail.Since);
        return true;
    }

    private List<RetryRequest> TakeRetries(RunMachine machine, IReadOnlyList<RunRequest> requests)
    {
        var retries = requests.OfType<RetryRequest>().ToList();
        if (machine.CanRetry)
        {
            retries.Skip(1).ToList().ForEach(retry => retry.Fail(RunRefusals.NotEnded(Id)));
            return [.. retries.Take(1)];
        }

        RefusedException refusal = machine.Run.IsFinished ? RunRefusals.NothingToRetry(Id) : RunRefusals.NotEnded(Id);
        retries.ForEach(retry => retry.Fail(refusal));
        return [];
    }

    private void AnswerSnapshots(RunMachine machine, IReadOnlyList<RunRequest> requests)
    {
        foreach (var request in requests.OfType<SnapshotRequest>())
            request.Give(_snapshot ??= machine.Snapshot());
    }

    private void SleepUntil(DateTimeOffset? due)
    {
        if (due is null)
        {
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return;
        }

        var wait = due.Value - time.GetUtcNow();
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestSleep ? LongestSleep : wait;
        _timer ??= time.CreateTimer(_ => wake(this), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    [LoggerMessage(LogLevel.Error, "A step of run {RunId} failed; the run is read again in {Delay}.")]
    private partial void LogStepFailed(RunId runId, TimeSpan delay, Exception exception);

    [LoggerMessage(LogLevel.Information, "Run {RunId} of {Pipeline} is {State}.")]
    private partial void LogRunIs(RunId runId, string pipeline, RunState state);
}
