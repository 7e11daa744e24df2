using System.Text;

namespace ElasticJobs.Local.Processes;

/// <summary>The variable by which a process that left its session is still known as a pod's: the absolute path of the pod's files.</summary>
internal static class PodMarker
{
    public const string Variable = "EJ_POD_DIR";

    private const int Limit = 256 * 1024;
    private static readonly byte[] Prefix = Encoding.ASCII.GetBytes($"{Variable}=");

    /// <summary>The directory. Null: not marked, gone, or somebody else's.</summary>
    public static string? Of(int pid)
    {
        var environment = RawFile.ReadBytes($"/proc/{pid}/environ", Limit).AsSpan();
        while (!environment.IsEmpty)
        {
            var end = environment.IndexOf((byte)0);
            var entry = end < 0 ? environment : environment[..end];
            if (entry.StartsWith(Prefix))
                return Encoding.UTF8.GetString(entry[Prefix.Length..]);
            environment = end < 0 ? [] : environment[(end + 1)..];
        }

        return null;
    }
}
