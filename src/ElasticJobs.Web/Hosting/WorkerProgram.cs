using System.Runtime.InteropServices;

namespace ElasticJobs.Web.Hosting;

/// <summary>The program of an elastic job's instances, which comes with the console.</summary>
internal static class WorkerProgram
{
    private const string File = "ElasticJobs.Worker.dll";

    // Codes up to 4 are ends; docs/worker.md. After an accident, such as KILL for want of memory, the next worker goes on with what runs. Pods are never started again as a whole,
    // so nobody else would do it.
    private const string KeptRunning = """
        told=
        trap told=1 TERM INT
        while :; do
          "$@"
          code=$?
          if [ "$code" -le 4 ] || [ -n "$told" ]; then exit "$code"; fi
          case $code in 126 | 127) echo "The worker can't be started; see the worker's image." >&2; exit "$code" ;; esac
          sleep 1
        done
        """;

    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "worker", File);

    /// <summary>The worker's command on the console's own machine, and in its own image.</summary>
    public static IReadOnlyList<string> LocalCommand { get; } = Keep(Host(), Path);

    /// <summary>The worker's command in an image that is made as deploy/docker/Dockerfile says, for a console that does not run in it itself.</summary>
    public static IReadOnlyList<string> ImageCommand { get; } = Keep("dotnet", $"/app/worker/{File}");

    private static string[] Keep(params string[] command) => ["sh", "-c", KeptRunning, "worker", .. command];

    /// <summary>The <c>dotnet</c> that runs this program, which need not be on any path.</summary>
    private static string Host()
    {
        // .../dotnet/shared/Microsoft.NETCore.App/VERSION/
        var host = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        return System.IO.File.Exists(host) ? host : "dotnet";
    }
}
