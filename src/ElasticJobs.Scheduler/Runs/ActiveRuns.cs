using System.Collections.Concurrent;
using System.Threading.Channels;
using ElasticJobs.Core.Broadcasting;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Scheduler.Runs;

/// <summary>The runs that are in memory: those that have not ended, and those whose pods are not all removed. A run becomes active by being told something.</summary>
internal sealed class ActiveRuns
{
    private readonly IRunStore _store;
    private readonly RunLoader _loader;
    private readonly StartPermits _permits;
    private readonly PodCommands _commands;
    private readonly Broadcaster<RunId, Run> _broadcaster;
    private readonly IRunSignals _signals;
    private readonly RunInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly ILogger<RunActor> _logger;
    private readonly ConcurrentDictionary<RunId, RunActor> _actors = [];

    /// <summary>Each active run is in it once at most, so it is bounded by them.</summary>
    private readonly Channel<RunActor> _scheduled = Channel.CreateUnbounded<RunActor>();
    private readonly TaskCompletionSource _listed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ActiveRuns(
        IRunStore store,
        RunLoader loader,
        StartPermits permits,
        PodCommands commands,
        Broadcaster<RunId, Run> broadcaster,
        IRunSignals signals,
        RunInstruments instruments,
        TimeProvider time,
        ILogger<RunActor> logger)
    {
        (_store, _loader, _permits, _commands, _broadcaster, _signals, _instruments, _time, _logger) = (store, loader, permits, commands, broadcaster, signals, instruments, time, logger);
        commands.Tell = (run, put) => PostIfActive(run, put);
        permits.Wake = run => PostIfActive(run, _ => { });
    }

    /// <summary>The runtime has told its pods; before that no run is looked at.</summary>
    public Task Ready => _listed.Task;

    /// <summary>How many are in memory.</summary>
    public int Count => _actors.Count;

    public bool Contains(RunId run) => _actors.ContainsKey(run);

    /// <summary>A run that was just committed.</summary>
    public void Begin(RunDetail detail, PipelineDocument document) =>
        Post(detail.Run.Id, _ => { }, () => _loader.Load(detail, document));

    /// <summary>Tells a run, which becomes active if it isn't.</summary>
    public void Post(RunId run, Action<RunMailbox> put) => Post(run, put, null);

    /// <summary>Returns once the retry is committed.</summary>
    public async Task RetryAsync(RunId run, string actor, CancellationToken cancellationToken)
    {
        var request = new RetryRequest(actor);
        Post(run, mailbox => mailbox.Put(request));
        await request.Answer.WaitAsync(cancellationToken);
    }

    /// <summary>The run as committed, from memory. Null: it isn't active.</summary>
    public async Task<RunDetail?> FindAsync(RunId run, CancellationToken cancellationToken)
    {
        var request = new SnapshotRequest();
        return Ready.IsCompleted && PostIfActive(run, mailbox => mailbox.Put(request)) ? await request.Answer.WaitAsync(cancellationToken) : null;
    }

    /// <summary>Completes when the run has left memory: it has ended and its pods are removed.</summary>
    public Task WaitUntilGoneAsync(RunId run, CancellationToken cancellationToken) =>
        _actors.TryGetValue(run, out var actor) ? actor.Gone.WaitAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>All pods that the runtime has. Runs that have none of them are told that too.</summary>
    public void TakeListing(IReadOnlyDictionary<RunId, IReadOnlyDictionary<string, PodStatus>> listing)
    {
        foreach (var run in _actors.Keys.Union(listing.Keys).ToList())
        {
            var pods = listing.GetValueOrDefault(run) ?? new Dictionary<string, PodStatus>();
            Post(run, mailbox => mailbox.PutListing(pods));
        }

        _listed.TrySetResult();
    }

    /// <summary>One worker: looks at one run after the other.</summary>
    public async Task WorkAsync(CancellationToken cancellationToken)
    {
        await Ready.WaitAsync(cancellationToken);
        await foreach (var actor in _scheduled.Reader.ReadAllAsync(cancellationToken))
        {
            var done = await actor.ProcessAsync(cancellationToken);
            var rest = actor.Mailbox.Rest(done);
            if (rest == MailboxRest.MoreMail)
                _scheduled.Writer.TryWrite(actor);
            else if (rest == MailboxRest.Closed)
                Remove(actor);
        }
    }

    public void DisposeTimers()
    {
        foreach (var actor in _actors.Values)
            actor.Dispose();
    }

    private void Remove(RunActor actor)
    {
        if (!_actors.TryRemove(KeyValuePair.Create(actor.Id, actor)))
            return;
        _instruments.Deactivated();
        _permits.Tell(actor.Id, 0, waits: false);
        actor.Leave();
    }

    private void Post(RunId run, Action<RunMailbox> put, Func<RunMachine>? preload)
    {
        while (!TryPost(_actors.TryGetValue(run, out var active) ? active : Activate(run, preload), put))
        {
            // It has just closed; the worker that closed it takes it out.
            if (_actors.TryGetValue(run, out var closed) && closed.Mailbox.IsClosed)
                Remove(closed);
        }
    }

    private bool PostIfActive(RunId run, Action<RunMailbox> put) => _actors.TryGetValue(run, out var actor) && TryPost(actor, put);

    private bool TryPost(RunActor actor, Action<RunMailbox> put)
    {
        if (!actor.Mailbox.TryPost(put, out var schedule))
            return false;
        if (schedule)
            _scheduled.Writer.TryWrite(actor);
        return true;
    }

    private RunActor Activate(RunId run, Func<RunMachine>? preload)
    {
        var actor = new RunActor(run, _store, _loader, _permits, _commands, _broadcaster, _signals, _instruments, _time, _logger, own => TryPost(own, _ => { }));
        if (preload is not null)
            actor.Preload(preload());
        var active = _actors.GetOrAdd(run, actor);
        if (active == actor)
            _instruments.Activated();
        return active;
    }
}
