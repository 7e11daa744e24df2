using ElasticJobs.Core.Pods;
using ElasticJobs.Local.ControlGroups;

namespace ElasticJobs.Local.Pods;

/// <summary>What a person should know about tasks on this machine.</summary>
internal static class LocalNotices
{
    public static IReadOnlyList<RuntimeNotice> Of(IControlGroups groups)
    {
        var notices = new List<RuntimeNotice>
        {
            new("image_ignored", "Tasks run as processes of this machine; the image of a task is ignored.",
                "Install what tasks need on this machine, or use the Kubernetes runtime."),
            new("placement_ignored", "Mounts, node labels, tolerations, service accounts, host aliases and variables from secrets are ignored here, since tasks are processes of this machine.",
                "Use paths and variables of this machine, or the Kubernetes runtime."),
        };
        var missing = (groups.LimitsCpu, groups.LimitsMemory) switch
        {
            (true, true) => null,
            (true, false) => "Memory limits",
            (false, true) => "CPU limits",
            _ => "CPU and memory limits",
        };
        if (missing is not null)
        {
            notices.Add(new("limits_not_enforced", $"{missing} of tasks are not enforced, because no control groups can be made here. Use is still measured.",
                "Run the console as root, or as a systemd service with Delegate=yes; in a container mount /sys/fs/cgroup writable."));
        }

        return notices;
    }
}
