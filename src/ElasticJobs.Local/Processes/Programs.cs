namespace ElasticJobs.Local.Processes;

/// <summary>Finds programs the way execvp does.</summary>
internal static class Programs
{
    private const int Execute = 1;

    /// <param name="program">As a command names it.</param>
    /// <param name="path">Value of <c>PATH</c>.</param>
    /// <param name="directory">For names with a slash that are not absolute.</param>
    /// <returns>Null: there is none that may be executed.</returns>
    public static string? Find(string program, string path, string directory)
    {
        if (program.Contains('/'))
            return Only(Path.Combine(directory, program));
        return path.Split(':').Select(part => Only(Path.Combine(directory, part, program))).FirstOrDefault(found => found is not null);
    }

    private static string? Only(string file) => File.Exists(file) && Libc.access(file, Execute) == 0 ? file : null;
}
