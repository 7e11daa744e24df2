using ElasticJobs.Local.Processes;

namespace ElasticJobs.Local.Pods;

/// <summary>Ends pods: TERM now, KILL when the grace is over, until nothing is left.</summary>
internal sealed class PodStopping(PodLife life, PodProcesses processes, TimeProvider time)
{
    private static readonly TimeSpan KillInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Asks for the end, for good. <see cref="Continue"/> brings it about.</summary>
    public void Stop(LocalPod pod, TimeSpan grace)
    {
        lock (pod.Gate)
        {
            if (pod.Status.IsTerminal)
                return;
            var known = pod.Stop ?? pod.Directory.ReadStop();
            var killAt = time.GetUtcNow() + grace;
            // On disk before anything is looked for: a script that begins later sees it, one that began before is found.
            Keep(pod, new PodStop(known is not null && known.KillAt < killAt ? known.KillAt : killAt, known?.TermSent ?? false));
            if (pod.Directory.ReadClaim() is null)
                pod.Directory.TryRefuse(life.Boot, PodReasons.Killed);
        }

        life.Refresh(pod);
    }

    /// <summary>What is due now, also for a stop that an earlier console began.</summary>
    /// <returns>When to call again. Null: there is nothing to wait for.</returns>
    public DateTimeOffset? Continue(LocalPod pod, Lazy<ProcessTable> table)
    {
        lock (pod.Gate)
        {
            if (pod.Status.IsTerminal || pod.Stop is not { } stop)
                return null;
            var now = time.GetUtcNow();
            if (now >= stop.KillAt)
            {
                if (pod.NextKill is { } next && now < next)
                    return next;
                processes.Signal(pod, Libc.SigKill, table);
                return pod.NextKill = now + KillInterval;
            }

            if (!stop.TermSent)
            {
                processes.Signal(pod, Libc.SigTerm, table);
                Keep(pod, stop with { TermSent = true });
            }

            return stop.KillAt;
        }
    }

    private static void Keep(LocalPod pod, PodStop stop)
    {
        pod.Directory.WriteStop(stop);
        pod.Stop = stop;
    }
}
