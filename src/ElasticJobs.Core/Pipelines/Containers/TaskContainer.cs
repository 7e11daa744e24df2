using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Pipelines.Containers;

/// <summary>A container beside a task's own. It sees the task's mounts and workspace, and has the task's env and then its own.</summary>
public sealed record TaskContainer
{
    /// <summary>DNS label, unique in the task, not <c>main</c>. Its log has the name.</summary>
    public required string Name { get; init; }

    /// <summary>Null: the task's. May hold expressions.</summary>
    public string? Image { get; init; }

    /// <summary>Program and arguments; see <see cref="Line"/>. Never empty. May hold expressions.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>More arguments. May hold expressions.</summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>Values may hold expressions.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, SecretKey> SecretEnv { get; init; } = new Dictionary<string, SecretKey>();

    /// <summary>Absolute, or below the workspace. Null: the workspace. May hold expressions.</summary>
    public string? WorkingDir { get; init; }

    public TaskResources? Resources { get; init; }

    /// <summary>A command that is written as one text: lines of <c>sh</c>, for which arguments are <c>$1</c> and on.</summary>
    public static IReadOnlyList<string> Line(string text) => ["sh", "-c", text, "sh"];
}
