using System.Net;
using System.Net.Sockets;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Local.Pods;

/// <summary>A group on one machine: each member is a container of its own, which finds rank 0 on the loopback address.</summary>
internal static class GroupMembers
{
    private const string Address = "127.0.0.1";

    public static IReadOnlyList<ContainerSpec> Of(ContainerSpec container, PodGroup group, int port) =>
        [.. Enumerable.Range(0, group.Size).Select(rank => container with { Name = PodGroup.Member(rank), Env = Env(container, rank, group.Size, port) })];

    /// <summary>A port that nothing listens on now and that no other pod was given.</summary>
    public static int FreePort(IEnumerable<int> taken)
    {
        HashSet<int> others = [.. taken];
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            if (((IPEndPoint)listener.LocalEndpoint).Port is var port && !others.Contains(port))
                return port;
        }
    }

    private static Dictionary<string, string> Env(ContainerSpec container, int rank, int size, int port)
    {
        var env = new Dictionary<string, string>(container.Env, StringComparer.Ordinal);
        foreach (var (name, value) in PodGroup.EnvOf(rank, size, Address, port))
            env[name] = value;
        return env;
    }
}
