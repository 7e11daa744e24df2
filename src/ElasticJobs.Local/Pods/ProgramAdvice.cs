namespace ElasticJobs.Local.Pods;

/// <summary>What to install for programs that tasks often want.</summary>
internal static class ProgramAdvice
{
    private static readonly Dictionary<string, string> Packages = new(StringComparer.Ordinal)
    {
        ["python3"] = "python3",
        ["python"] = "python-is-python3",
        ["pip"] = "python3-pip",
        ["pip3"] = "python3-pip",
        ["bash"] = "bash",
        ["node"] = "nodejs",
        ["npm"] = "npm",
        ["java"] = "default-jre",
        ["Rscript"] = "r-base-core",
        ["curl"] = "curl",
        ["wget"] = "wget",
        ["git"] = "git",
        ["jq"] = "jq",
        ["make"] = "make",
        ["gcc"] = "gcc",
        ["ffmpeg"] = "ffmpeg",
    };

    public static string For(string program) =>
        Packages.TryGetValue(program, out var package)
            ? $"Install it, e.g. with 'apt-get install {package}', or put its directory into PATH (in the task's env or the console's)."
            : "Install it, or put its directory into PATH (in the task's env or the console's).";
}
