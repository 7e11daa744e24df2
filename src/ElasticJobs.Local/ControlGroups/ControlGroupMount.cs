namespace ElasticJobs.Local.ControlGroups;

/// <summary>Where a hierarchy is mounted, from <c>/proc/self/mountinfo</c> (proc_pid_mountinfo(5)).</summary>
/// <param name="Root">Part of the hierarchy that the mount shows; <c>/</c> is all of it.</param>
/// <param name="Controllers">Empty for version 2.</param>
internal sealed record ControlGroupMount(bool IsV2, string Root, string Path, IReadOnlyList<string> Controllers)
{
    public static IEnumerable<ControlGroupMount> ParseAll(IEnumerable<string> mountinfo)
    {
        foreach (var line in mountinfo)
        {
            var halves = line.Split(" - ", 2);
            if (halves.Length != 2)
                continue;
            var mount = halves[0].Split(' ');
            var source = halves[1].Split(' ');
            if (mount.Length >= 5 && source.Length >= 3 && source[0] is "cgroup" or "cgroup2")
                yield return new ControlGroupMount(source[0] == "cgroup2", mount[3], mount[4], source[2].Split(','));
        }
    }

    /// <summary>Directory of the group <paramref name="path"/>, given as the hierarchy names it.</summary>
    public string DirectoryOf(string path)
    {
        var relative = Root != "/" && path.StartsWith(Root, StringComparison.Ordinal) ? path[Root.Length..] : path;
        var directory = System.IO.Path.Join(Path, relative.TrimStart('/')).TrimEnd('/');
        // In a container the names are often those of the host, while the mount begins at the container.
        return Directory.Exists(directory) ? directory : Path;
    }
}
