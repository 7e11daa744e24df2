using System.Collections.Concurrent;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Logs;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Kubernetes.Projects;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Groups;

/// <summary>
/// Groups: pods that begin and end together. Whatever happens to a member, its group is looked at again: what the members say is told, and the next step is taken from there.
/// Only while somebody watches: of several consoles on one cluster that is the one that leads.
/// </summary>
internal sealed partial class PodGroups(
    ProjectPlaces places, PodFeed feed, PodTracking tracking, GroupMapping mapping, GroupMembers members, LogFollowing logs, TimeProvider time, ILoggerFactory loggers)
{
    private const int Workers = 4;
    private static readonly TimeSpan WaitInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LogInterval = TimeSpan.FromMilliseconds(200);

    private readonly Board<TrackedGroup> _board = new(feed);
    private readonly ConcurrentDictionary<string, TrackedGroup> _groups = new(StringComparer.Ordinal);
    private readonly WorkQueue<string> _queue = new(time, loggers.CreateLogger<PodGroups>());
    private readonly ILogger _logger = loggers.CreateLogger<PodGroups>();
    private volatile bool _isWatched;

    /// <summary>Until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _queue.RunAsync(Workers, KeepAsync, cancellationToken);

    public TrackedGroup? Find(string name) => _groups.GetValueOrDefault(name);

    /// <summary>Of its present round.</summary>
    public static IReadOnlyList<TrackedPod> MembersOf(TrackedGroup group) => new GroupReading(group).Pods;

    /// <summary>A pod was found or has changed.</summary>
    public void See(TrackedPod pod)
    {
        if (pod.Group is not { } name)
            return;
        var group = _groups.GetOrAdd(name, _ => new TrackedGroup(name, pod.Place, GroupFile.Read(pod.LogDirectory), new PodStatus { Name = name, Phase = PodPhase.Pending, Labels = pod.Status.Labels }));
        group.Members[pod.Name] = pod;
        _queue.Add(name);
    }

    /// <summary>From now on somebody watches. Everything that is there must be known.</summary>
    public void Watch()
    {
        _isWatched = true;
        foreach (var group in _groups.Values)
        {
            Tell(group);
            _queue.Add(group.Name);
        }
    }

    public void Unwatch() => _isWatched = false;

    public async Task StartAsync(PodSpec pod, CancellationToken cancellationToken)
    {
        // It may be in a later round than the one that would begin here.
        await tracking.SyncedAsync(cancellationToken);
        if (_groups.ContainsKey(pod.Name))
            return;
        _ = mapping.Member(pod, 0, 0, null);
        GroupFile.Write(pod);
        var group = new TrackedGroup(pod.Name, places.Of(pod), pod, new PodStatus { Name = pod.Name, Phase = PodPhase.Pending, Labels = pod.Labels });
        // With the first member the cluster has taken it; the others follow.
        var wait = await members.CreateAsync(group, 0, 0, null, cancellationToken);
        group = _groups.GetOrAdd(pod.Name, group);
        Wait(group, 0, wait);
        Tell(group);
        _queue.Add(pod.Name);
    }

    public async Task StopAsync(TrackedGroup group, TimeSpan grace, CancellationToken cancellationToken)
    {
        group.StopGrace = grace;
        // Members that are being made just now are stopped by who makes them.
        _queue.Add(group.Name);
        await members.StopAsync(MembersOf(group), grace, cancellationToken);
    }

    public Task WholeAsync(TrackedGroup group) => Task.WhenAll(group.Members.Values.Select(logs.WholeAsync));

    public async Task RemoveAsync(TrackedGroup group, CancellationToken cancellationToken)
    {
        await members.ReleaseAsync(group, group.Members.Values, group.Status.Phase, cancellationToken);
        _groups.TryRemove(KeyValuePair.Create(group.Name, group));
        _board.Remove(group);
    }

    /// <returns>When to look again. Null: when a member changes.</returns>
    private async Task<TimeSpan?> KeepAsync(string name, CancellationToken cancellationToken)
    {
        await tracking.SyncedAsync(cancellationToken);
        if (!_isWatched || Find(name) is not { Status.IsTerminal: false } group)
            return null;
        var reading = Tell(group);
        await members.ReleaseAsync(group, reading.Former, PodPhase.Failed, cancellationToken);
        try
        {
            if (reading.StartsAgain)
                return await StartAgainAsync(group, reading, cancellationToken);
            if (!reading.IsEnding)
                return await BeginAsync(group, reading, cancellationToken);
        }
        catch (PodStartException refusal)
        {
            group.Refusal = refusal;
            return TimeSpan.Zero;
        }

        await members.EndAsync(reading.Pods, group.StopGrace ?? group.Spec?.Grace ?? TimeSpan.Zero, cancellationToken);
        return null;
    }

    private async Task<TimeSpan?> BeginAsync(TrackedGroup group, GroupReading reading, CancellationToken cancellationToken)
    {
        foreach (var rank in reading.Opened is null ? reading.Missing : [])
        {
            if (group.StopGrace is not null)
                return TimeSpan.Zero;
            if (Wait(group, rank, await members.CreateAsync(group, reading.Round, rank, reading.Began, cancellationToken)))
                return WaitInterval;
        }

        if (group.Named != reading.Round && reading.Pods is [{ Rank: 0, Object: { } rank0 }, ..])
        {
            if (Wait(group, 0, await members.NameAsync(group, rank0, cancellationToken)))
                return WaitInterval;
            group.Named = reading.Round;
        }

        if (group.Named != reading.Round || (reading.Opened is null && !reading.IsComplete))
            return null;
        if (reading.Opened is null)
            LogBegins(group.Name);
        await Task.WhenAll(reading.Closed.Select(member => members.OpenAsync(member, reading.Opened ?? time.GetUtcNow(), cancellationToken)));
        return null;
    }

    private async Task<TimeSpan?> StartAgainAsync(TrackedGroup group, GroupReading reading, CancellationToken cancellationToken)
    {
        // The next round goes on with the same logs.
        if (!reading.Pods.All(logs.IsWhole))
            return LogInterval;
        LogStartsAgain(group.Name, reading.Round + 1, group.Spec!.Group!.Restarts);
        // As long as one member is there the group is known: those of this round go after it.
        return Wait(group, 0, await members.CreateAsync(group, reading.Round + 1, 0, group.Status.StartedAt ?? reading.Began, cancellationToken)) ? WaitInterval : null;
    }

    /// <summary>Tells what the members say.</summary>
    private GroupReading Tell(TrackedGroup group)
    {
        if (_board.Find(group.Name) is null)
        {
            group.Status = new GroupReading(group).Status(time.GetUtcNow());
            _board.Add(group);
        }

        GroupReading? reading = null;
        _board.Change(group, known => (reading = new GroupReading(known)).Status(time.GetUtcNow()));
        return reading!;
    }

    /// <param name="why">Null: there is room.</param>
    private bool Wait(TrackedGroup group, int rank, StartWait? why)
    {
        if (why is null)
        {
            group.Wait = null;
            return false;
        }

        if (group.Wait is null)
            LogWaits(group.Name, rank, why.Message);
        group.Wait = (rank, why);
        Tell(group);
        return true;
    }
}
