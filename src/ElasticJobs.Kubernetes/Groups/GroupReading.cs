using System.Globalization;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Pods;

namespace ElasticJobs.Kubernetes.Groups;

/// <summary>What the members of a group say about it. The group's state is theirs and nothing else, so that any console reads the same.</summary>
internal sealed class GroupReading
{
    private readonly TrackedGroup _group;
    private readonly PodGroup _rule;
    private readonly IReadOnlyList<Member> _members;
    private readonly Member? _decisive;

    public GroupReading(TrackedGroup group)
    {
        _group = group;
        _rule = group.Spec?.Group ?? new PodGroup(0);
        var members = group.Members.Values.OrderBy(pod => pod.Round).ThenBy(pod => pod.Rank).ToList();
        Round = members.Count == 0 ? 0 : members[^1].Round;
        Pods = [.. members.Where(pod => pod.Round == Round)];
        Former = [.. members.Where(pod => pod.Round < Round)];
        Opened = Pods.Select(pod => Time(pod, PodMarks.Gate)).Min();
        Began = Pods.Select(pod => Time(pod, PodMarks.Began)).Min() ?? Opened;
        _members = [.. Pods.Select(pod => new Member(pod.Rank, pod.Status, pod)), .. Vanished()];
        _decisive = Decisive();
    }

    /// <summary>How often it has started again.</summary>
    public int Round { get; }

    /// <summary>Of this round, by rank.</summary>
    public IReadOnlyList<TrackedPod> Pods { get; }

    /// <summary>Of the rounds before, all ended and their logs whole.</summary>
    public IReadOnlyList<TrackedPod> Former { get; }

    /// <summary>When the members of this round were let begin. Null: not yet.</summary>
    public DateTimeOffset? Opened { get; }

    /// <summary>When those of the first round were.</summary>
    public DateTimeOffset? Began { get; }

    public IEnumerable<int> Missing => Enumerable.Range(0, _rule.Size).Except(Pods.Select(pod => pod.Rank));

    /// <summary>Those that may not begin yet.</summary>
    public IEnumerable<TrackedPod> Closed => Pods.Where(pod => Time(pod, PodMarks.Gate) is null && !pod.Status.IsTerminal);

    /// <summary>Every member waits for nothing but the others.</summary>
    public bool IsComplete => !Missing.Any() && Pods.All(pod => pod is { Status.Phase: PodPhase.Running, Object.Metadata.DeletionTimestamp: null });

    /// <summary>What has not ended is to end.</summary>
    public bool IsEnding => _decisive is not null || _group is { StopGrace: not null } or { Refusal: not null } or { Spec: null };

    public bool HasEnded => IsEnding && Pods.All(pod => pod.Status.IsTerminal);

    /// <summary>The task's own failure is tried again. What the cluster did to a member is an error, which is the attempt's to try again.</summary>
    public bool StartsAgain => HasEnded && _group is { StopGrace: null, Refusal: null, Spec: not null } && Opened is not null && Round < _rule.Restarts
        && _decisive is { Status: { Phase: PodPhase.Failed, ExitCode: not (null or 0), Reason: null or PodStatus.OutOfMemory or PodReasons.Killed } };

    public PodStatus Status(DateTimeOffset now)
    {
        var status = _group.Status with
        {
            Node = Pods.FirstOrDefault(pod => pod.Rank == 0)?.Status.Node ?? _group.Status.Node,
            StartedAt = _group.Status.StartedAt ?? Began,
            Restarts = Round,
        };
        if (HasEnded && !StartsAgain)
            return Ended(status, now);
        var hasBegun = Round > 0 || status.Phase == PodPhase.Running || (Opened is not null && !Closed.Any());
        return hasBegun ? status with { Phase = PodPhase.Running, Reason = null, Message = Opened is null ? Waiting().Words : null } : WaitsFor(status);
    }

    private PodStatus WaitsFor(PodStatus status)
    {
        var (reason, words) = Waiting();
        return status with { Phase = PodPhase.Pending, Reason = reason, Message = words };
    }

    /// <summary>Of the first member that has a reason to wait, in the cluster's words.</summary>
    private (string? Reason, string? Words) Waiting()
    {
        if (_group.Wait is (var rank, var why))
            return (why.Reason, $"{PodGroup.Member(rank)}: {why.Message}");
        var first = Pods.FirstOrDefault(pod => pod.Status is { Phase: PodPhase.Pending, Message: not null });
        return first is null ? (null, null) : (first.Status.Reason, $"{PodGroup.Member(first.Rank)}: {first.Status.Message}");
    }

    private PodStatus Ended(PodStatus status, DateTimeOffset now)
    {
        var ended = status with
        {
            Phase = PodPhase.Failed,
            FinishedAt = Pods.Select(pod => pod.Status.FinishedAt).Max() ?? now,
            Outputs = Pods.FirstOrDefault(pod => pod.Rank == 0)?.Status.Outputs ?? new Dictionary<string, string>(),
        };
        if (_group.Refusal is { } refusal)
            return ended with { Reason = refusal.Reason, Message = refusal.Message };
        if (Began is null && _group.StopGrace is not null)
            return PodEnding.Stopped(ended with { ExitCode = PodEnding.KilledCode }, "Stopped before it began.");
        if (_decisive is not { } member)
            return ended with { Phase = PodPhase.Lost, Reason = PodReasons.Lost, Message = "What it was started with is gone from its log directory, so it could not go on." };
        ended = ended with { Phase = member.Status.Phase, ExitCode = member.Status.ExitCode, Reason = member.Status.Reason, Message = member.Status.Message };
        return member.HasFailed && _group.StopGrace is null
            ? ended with { Message = $"It was {PodGroup.Member(member.Rank)} that failed; the others were stopped. {member.Status.Message}".TrimEnd() }
            : ended;
    }

    /// <summary>The end that makes the group's: the first of those that we did not bring about.</summary>
    private Member? Decisive()
    {
        var ends = _members.Where(member => member.HasFailed && (_group.StopGrace is not null || member.Pod is not { StopAsked: true }));
        if (_rule.Success == GroupSuccess.Rank0)
            ends = ends.Concat(_members.Where(member => member is { Rank: 0, Status.Phase: PodPhase.Succeeded }));
        else if (_members.Count == _rule.Size && _members.All(member => member.Status.Phase == PodPhase.Succeeded))
            return _members[0];

        // Times are of whole seconds. What was deleted in the one in which another failed was most likely deleted for that, by a console before this one.
        return ends.OrderBy(member => member.Status.FinishedAt ?? DateTimeOffset.MaxValue).ThenBy(member => member.HasFailed)
            .ThenBy(member => member.Pod?.Object?.Metadata.DeletionTimestamp is not null).ThenBy(member => member.Rank).FirstOrDefault();
    }

    /// <summary>A group that was let begin had all its members.</summary>
    private IEnumerable<Member> Vanished() => Opened is null ? [] : Missing.Select(rank => new Member(rank, PodEnding.Vanished(new PodStatus { Name = "", Phase = PodPhase.Lost }, DateTimeOffset.MaxValue), null));

    private static DateTimeOffset? Time(TrackedPod pod, string annotation) =>
        DateTimeOffset.TryParse(pod.Object?.Metadata.Annotation(annotation), CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    /// <param name="Pod">Null: it is gone without a word.</param>
    private sealed record Member(int Rank, PodStatus Status, TrackedPod? Pod)
    {
        public bool HasFailed => Status.Phase is PodPhase.Failed or PodPhase.Lost;
    }
}
