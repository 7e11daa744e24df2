using ElasticJobs.Local.Processes;

namespace ElasticJobs.Local.Terminals;

/// <summary>The shell of a terminal: bash where there is one. None of the user's start-up files, which could change the task's environment.</summary>
internal sealed record TerminalShell(IReadOnlyList<string> Command, string Prompt)
{
    public static TerminalShell Choose(string path, string task) =>
        Programs.Find("bash", path, "/") is { } bash
            ? new TerminalShell([bash, "--norc", "--noprofile", "-i"], $@"\[\e[1;36m\]{task}\[\e[0m\]:\w\$ ")
            : new TerminalShell(["/bin/sh", "-i"], $"{task}$ ");
}
