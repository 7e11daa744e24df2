namespace ElasticJobs.Local.ControlGroups;

/// <summary>Finds out, by trying, which control groups this process may make below its own.</summary>
internal static class ControlGroupDetection
{
    private static readonly string[] UsefulV1 =
        [ControlGroupsV1.Cpu, ControlGroupsV1.CpuAccounting, ControlGroupsV1.Memory, ControlGroupsV1.BlockDevices];

    /// <param name="owner">Name of the group that holds the groups of this console's pods.</param>
    public static IControlGroups Detect(string owner)
    {
        var mounts = ControlGroupMount.ParseAll(GroupFile.ReadLines("/proc/self/mountinfo")).ToList();
        // Lines 4:memory:/path, in version 2 0::/path.
        var own = GroupFile.ReadLines("/proc/self/cgroup").Select(line => line.Split(':', 3)).Where(fields => fields.Length == 3).ToList();
        return (IControlGroups?)DetectV2(mounts, own, owner) ?? DetectV1(mounts, own, owner) ?? (IControlGroups)new NoControlGroups();
    }

    private static ControlGroupsV2? DetectV2(List<ControlGroupMount> mounts, List<string[]> own, string owner)
    {
        var mount = mounts.Find(one => one.IsV2);
        var path = own.Find(fields => fields[0] == "0");
        if (mount is null || path is null)
            return null;

        var group = mount.DirectoryOf(path[2]);
        var useful = GroupFile.ReadLines(Path.Combine(group, "cgroup.controllers"))
            .SelectMany(line => line.Split(' ')).Intersect(["cpu", "memory", "io"]).ToList();
        if (!useful.Contains("cpu") && !useful.Contains("memory"))
            return null;

        var parent = Path.Combine(group, owner);
        if (!GroupFile.TryMakeDirectory(parent) || !HandDown(group, useful))
        {
            GroupFile.TryRemoveDirectory(parent);
            return null;
        }

        foreach (var controller in useful)
            GroupFile.TryWrite(Path.Combine(parent, "cgroup.subtree_control"), $"+{controller}");
        return new ControlGroupsV2(parent);
    }

    /// <summary>A group that hands controllers down may hold no processes itself, so this process moves into a leaf first if it must.</summary>
    private static bool HandDown(string group, List<string> controllers)
    {
        var file = Path.Combine(group, "cgroup.subtree_control");
        if (controllers.TrueForAll(controller => GroupFile.TryWrite(file, $"+{controller}")))
            return true;

        var leaf = Path.Combine(group, "elasticjobs-console");
        if (!GroupFile.TryMakeDirectory(leaf) || !GroupFile.TryWrite(Path.Combine(leaf, "cgroup.procs"), "0"))
            return false;
        if (controllers.TrueForAll(controller => GroupFile.TryWrite(file, $"+{controller}")))
            return true;

        // Others live in the group as well: it isn't ours alone.
        GroupFile.TryWrite(Path.Combine(group, "cgroup.procs"), "0");
        GroupFile.TryRemoveDirectory(leaf);
        return false;
    }

    private static ControlGroupsV1? DetectV1(List<ControlGroupMount> mounts, List<string[]> own, string owner)
    {
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var controller in UsefulV1)
        {
            var mount = mounts.Find(one => !one.IsV2 && one.Controllers.Contains(controller));
            var path = own.Find(fields => fields[1].Split(',').Contains(controller));
            if (mount is null || path is null)
                continue;
            var parent = Path.Combine(mount.DirectoryOf(path[2]), owner);
            if (GroupFile.TryMakeDirectory(parent) && File.Exists(Path.Combine(parent, "cgroup.procs")))
                parents[controller] = parent;
        }

        return parents.ContainsKey(ControlGroupsV1.Cpu) || parents.ContainsKey(ControlGroupsV1.Memory) ? new ControlGroupsV1(parents) : null;
    }
}
