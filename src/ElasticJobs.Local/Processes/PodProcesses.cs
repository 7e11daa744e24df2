using ElasticJobs.Local.ControlGroups;
using ElasticJobs.Local.Pods;

namespace ElasticJobs.Local.Processes;

/// <summary>Finds the processes of a pod, wherever they went, and signals them. The wrapper and its writers are not among them.</summary>
internal sealed class PodProcesses(IControlGroups groups)
{
    /// <param name="pod">Whose.</param>
    /// <param name="table">The machine's processes, read only if there is no control group to ask.</param>
    public IReadOnlyCollection<int> Find(LocalPod pod, Lazy<ProcessTable> table)
    {
        var tasks = pod.Stored.All.Select(container => pod.Directory.ReadTask(container.Name)).OfType<ProcessIdentity>().ToList();
        var found = new HashSet<int>(tasks.Where(task => task.IsAlive()).Select(task => task.Pid));
        if (groups.Members(pod.Name) is { } members)
        {
            found.UnionWith(members);
        }
        else
        {
            foreach (var task in tasks)
                found.UnionWith(InSessionOf(task, table.Value));
            found.UnionWith(table.Value.MarkedBy(pod.Directory.Files));
        }

        found.Remove(Environment.ProcessId);
        if (pod.Wrapper is { } wrapper)
            found.Remove(wrapper.Pid);
        return found;
    }

    public void Signal(LocalPod pod, int signal, Lazy<ProcessTable> table)
    {
        foreach (var pid in Find(pod, table))
            _ = Libc.kill(pid, signal);
    }

    /// <summary>Cuts the pod's output off: the last resort when a process that nobody can find holds it open.</summary>
    public static void KillWriters(LocalPod pod, ProcessTable table)
    {
        if (pod.Wrapper is not { } wrapper || !wrapper.IsAlive())
            return;
        foreach (var process in table.InSession(wrapper.Pid).Where(process => process.Pid != wrapper.Pid && ReadsPipeOf(pod, process.Pid)))
            _ = Libc.kill(process.Pid, Libc.SigKill);
    }

    public static Lazy<ProcessTable> Table() => new(ProcessTable.Read);

    private static bool ReadsPipeOf(LocalPod pod, int pid)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{pid}/fd/0", returnFinalTarget: false)?.FullName is { } input
                && pod.Stored.All.Any(container => input == pod.Directory.OutPipe(container.Name) || input == pod.Directory.ErrPipe(container.Name));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static IEnumerable<int> InSessionOf(ProcessIdentity leader, ProcessTable table) =>
        // Once the leader is gone the session's number may be somebody else's; what it left behind is known by its marker.
        table.Find(leader.Pid) is { } process && process.StartTime == leader.StartTime
            ? table.InSession(leader.Pid).Select(member => member.Pid)
            : [];
}
