namespace ElasticJobs.Kubernetes.Pods;

internal static class ShellText
{
    /// <summary>The text as one word of a POSIX shell.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>So that the kubelet, which replaces <c>$(NAME)</c> in commands, arguments and env, leaves the text as it is.</summary>
    public static string Literal(string text) => text.Replace("$", "$$", StringComparison.Ordinal);
}
