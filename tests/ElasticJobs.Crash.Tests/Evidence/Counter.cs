namespace ElasticJobs.Crash.Tests.Evidence;

/// <summary>The file outside of all workspaces to which each start of a task adds a line: how often each attempt really ran.</summary>
internal sealed class Counter(string path)
{
    public string Path => path;

    /// <summary>Starts by "run task attempt".</summary>
    public IReadOnlyDictionary<string, int> Read() => File.Exists(path)
        ? File.ReadAllLines(path).CountBy(line => line).ToDictionary()
        : new Dictionary<string, int>();

    public static string Key(Guid run, string task, int attempt) => $"{run} {task} {attempt}";
}
