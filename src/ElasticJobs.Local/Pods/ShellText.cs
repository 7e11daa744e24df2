namespace ElasticJobs.Local.Pods;

/// <summary>Text as one literal word of a POSIX shell.</summary>
internal static class ShellText
{
    // Set by the shell itself, some of them read-only: they go around it.
    private static readonly HashSet<string> Reserved =
        new(StringComparer.Ordinal) { "PPID", "OPTIND", "LINENO", "UID", "EUID", "BASHOPTS", "SHELLOPTS", "BASH_VERSINFO", "IFS", "PS4", "RANDOM", "_" };

    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>Whether a shell can export a variable of this name. Kubernetes allows more, e.g. <c>a.b</c>.</summary>
    public static bool IsVariable(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !Reserved.Contains(name);
}
