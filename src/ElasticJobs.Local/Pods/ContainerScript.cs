using System.Text;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Local.Pods;

/// <summary>The script that becomes a container's command. It runs in the session that the command will have.</summary>
internal static class ContainerScript
{
    public static string Write(PodDirectory pod, string container, IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment,
        string workingDirectory, IReadOnlyList<string> groupEntries)
    {
        var script = new StringBuilder("#!/bin/sh\n");
        Line("read -r stat < /proc/$$/stat");
        Line("set -- ${stat##*)}");
        Line($"echo \"$$ ${{20}}\" > {ShellText.Quote(pod.TaskPath(container))}");
        foreach (var entry in groupEntries)
            Line($"{{ echo 0 > {ShellText.Quote(entry)}; }} 2> /dev/null");

        // A stop asked for before this line is seen here; one asked for later finds this process by what was written above.
        Line($"if [ -e {ShellText.Quote(pod.StopPath)} ] || [ -e {ShellText.Quote(pod.HaltPath)} ]; then exit 143; fi");
        Line($"trap 'echo $? > {ShellText.Quote(pod.RefusedPath(container)).Replace("'", "'\\''", StringComparison.Ordinal)}' EXIT");
        Line($"cd {ShellText.Quote(workingDirectory)} || exit 126");
        foreach (var (name, value) in environment.Where(pair => ShellText.IsVariable(pair.Key)))
            Line($"export {name}={ShellText.Quote(value)}");

        script.Append("exec");
        var others = environment.Where(pair => !ShellText.IsVariable(pair.Key)).ToList();
        if (others.Count > 0)
            script.Append(" env");
        foreach (var (name, value) in others)
            script.Append(' ').Append(ShellText.Quote($"{name}={value}"));
        foreach (var word in command)
            script.Append(' ').Append(ShellText.Quote(word));
        return script.Append('\n').ToString();

        void Line(string text) => script.Append(text).Append('\n');
    }

    /// <summary>The command with the literal <c>$EJ_POD_DIR</c> replaced.</summary>
    public static IReadOnlyList<string> CommandOf(ContainerSpec container, PodDirectory pod) =>
        [.. container.Command.Select(word => word.Replace("$EJ_POD_DIR", pod.Files, StringComparison.Ordinal))];
}
