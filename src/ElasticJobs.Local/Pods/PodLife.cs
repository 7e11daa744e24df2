using System.ComponentModel;
using ElasticJobs.Core.Pods;
using ElasticJobs.Local.ControlGroups;
using ElasticJobs.Local.Processes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Local.Pods;

/// <summary>Moves a pod through its states, each time from what the disk and the kernel say now. Any call may be repeated, left out or come late.</summary>
internal sealed partial class PodLife(
    PodRegistry registry, PodFiles files, PodWrapper wrapper, PodProcesses processes, PodEnding ending, IControlGroups groups,
    IOptions<LocalOptions> options, TimeProvider time, ILogger<LocalPodRuntime> logger)
{
    /// <summary>A wrapper that is gone may have left its last command, the one that records the exit code, behind it.</summary>
    private static readonly TimeSpan LossGrace = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan SpawnPatience = TimeSpan.FromSeconds(5);
    private const int MaxSpawns = 3;

    /// <summary>Changes with every start of the machine.</summary>
    public string Boot { get; } = RawFile.ReadText("/proc/sys/kernel/random/boot_id")?.Trim() ?? "unknown";

    /// <summary>Writes the pod's files and starts a wrapper for it, unless one has it already.</summary>
    public void Offer(LocalPod pod)
    {
        lock (pod.Gate)
        {
            if (pod.Directory.ReadClaim() is null)
            {
                if (pod.Directory.ReadSpec() is null)
                {
                    // Another console ran it to its end and removed it, while this one stood still.
                    registry.Remove(pod.Name);
                    return;
                }

                if (pod.Stored.Boot != Boot)
                    pod.Directory.TryRefuse(Boot, PodReasons.Lost);
                else if (pod.Spawns >= MaxSpawns)
                    pod.Directory.TryRefuse(Boot, PodReasons.StartError);
                else
                    Spawn(pod);
            }
        }

        Refresh(pod);
    }

    public void Refresh(LocalPod pod)
    {
        lock (pod.Gate)
        {
            if (pod.Status.IsTerminal || pod.Directory.ReadClaim() is not { } claim)
                return;
            if (claim.Refusal is { } reason)
            {
                End(pod, PodEnding.OfRefusal(pod, reason, time.GetUtcNow()));
                return;
            }

            pod.Wrapper = claim.Wrapper;
            // In this order: a wrapper that is gone recorded the exit code before it went.
            var runs = claim.Boot == Boot && claim.Wrapper.IsAlive();
            if (pod.Directory.ReadExit() is { } exit)
                End(pod, ending.Of(pod, exit));
            else if (runs)
                Begin(pod);
            else
                Miss(pod, claim.Boot != Boot);
        }
    }

    /// <summary>Looks at a pod of which nothing was heard. Cheap while it runs.</summary>
    /// <param name="thorough">Also tell the wrapper from another process under its number.</param>
    public void Poll(LocalPod pod, bool thorough, Lazy<ProcessTable> table)
    {
        var now = time.GetUtcNow();
        if (pod.Status.Phase == PodPhase.Pending)
        {
            if (pod.SpawnedAt is { } at && now - at < SpawnPatience)
                Refresh(pod);
            else
                Offer(pod);
            return;
        }

        if (thorough || pod.Wrapper is not { } process || !process.MayBeAlive())
            Refresh(pod);
        if (!pod.Status.IsTerminal)
            Drain(pod, thorough, now, table);
    }

    private void Spawn(LocalPod pod)
    {
        try
        {
            pod.Spawns++;
            pod.SpawnedAt = time.GetUtcNow();
            files.MakeDirectories(pod.Stored, pod.Directory);
            files.Write(pod.Stored, pod.Directory);
            wrapper.Start(pod.Stored, pod.Directory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or Win32Exception)
        {
            // The order is on disk: it is tried again, and refused in the end.
            LogSpawnFailed(error, pod.Name);
        }
    }

    private void Begin(LocalPod pod)
    {
        pod.GoneSince = null;
        var restarts = pod.Stored.Spec.Group is null ? 0 : pod.Directory.ReadRestarts();
        if (pod.Status.Phase == PodPhase.Pending || restarts > pod.Status.Restarts)
            registry.Publish(pod, pod.Status with { Phase = PodPhase.Running, StartedAt = pod.Directory.ClaimedAt(), Restarts = restarts });
    }

    private void Miss(LocalPod pod, bool rebooted)
    {
        var now = time.GetUtcNow();
        if (!rebooted && now - (pod.GoneSince ??= now) < LossGrace)
            return;
        // Nobody would ever learn how these end, and a retry must not meet them.
        if (!rebooted)
            processes.Signal(pod, Libc.SigKill, PodProcesses.Table());
        End(pod, PodEnding.OfLoss(pod, now, rebooted
            ? "The machine was started again while it ran."
            : "The process that watched over it is gone and left no exit code."));
    }

    /// <summary>The command is over, but something that it left behind holds its output open.</summary>
    private void Drain(LocalPod pod, bool thorough, DateTimeOffset now, Lazy<ProcessTable> table)
    {
        lock (pod.Gate)
        {
            // A group's script sees to that itself.
            if (pod.Stored.Spec.Group is not null || (pod.MainTask ??= pod.Directory.ReadTask(pod.Stored.Main.Name)) is not { } task)
                return;
            if (!thorough && task.MayBeAlive() && pod.DrainingSince is null)
                return;
            if (task.IsAlive())
                return;
            var waited = now - (pod.DrainingSince ??= now);
            if (waited < options.Value.DrainTimeout)
                return;
            processes.Signal(pod, Libc.SigKill, table);
            if (waited > 2 * options.Value.DrainTimeout)
                PodProcesses.KillWriters(pod, table.Value);
        }
    }

    private void End(LocalPod pod, PodStatus status)
    {
        // Before the end is told, so that what comes next meets nothing that was left behind.
        foreach (var pid in groups.Members(pod.Name) ?? [])
            _ = Libc.kill(pid, Libc.SigKill);
        try
        {
            pod.Directory.WriteStatus(status);
        }
        catch (IOException error)
        {
            LogStatusNotKept(error, pod.Name);
        }

        registry.Publish(pod, status);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Pod {Pod} could not be started and is tried again")]
    private partial void LogSpawnFailed(Exception error, string pod);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The end of pod {Pod} could not be kept; it is worked out again after a restart")]
    private partial void LogStatusNotKept(Exception error, string pod);
}
