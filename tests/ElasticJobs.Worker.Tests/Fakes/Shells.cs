using System.Diagnostics;
using ElasticJobs.Tests.Shared.Files;

namespace ElasticJobs.Worker.Tests.Fakes;

/// <summary>The shells of this machine that images have: the script must run in each.</summary>
public static class Shells
{
    // Its small programs too are busybox's, as in an image that has nothing else.
    private static readonly Lazy<TemporaryDirectory> Applets = new(() =>
    {
        var directory = new TemporaryDirectory();
        using var install = Process.Start("busybox", ["--install", "-s", directory.Path]);
        install.WaitForExit();
        return directory;
    });

    public static TheoryData<string> All()
    {
        var found = new TheoryData<string>();
        foreach (var shell in (string[])["dash", "bash", "busybox"])
        {
            if (Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(path => File.Exists(Path.Combine(path, shell))))
                found.Add(shell);
            else
                Console.Error.WriteLine($"LEFT OUT: the instance's script in {shell}, which is not installed.");
        }

        return found;
    }

    internal static ProcessStartInfo Start(string shell, string script)
    {
        var start = new ProcessStartInfo(shell == "busybox" ? Path.Combine(Applets.Value.Path, "sh") : shell) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        if (shell == "busybox")
            start.Environment["PATH"] = Applets.Value.Path;
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        return start;
    }
}
