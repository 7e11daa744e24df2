using System.Runtime.Versioning;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Processes;

namespace ElasticJobs.Crash.Tests.Cluster;

/// <summary>Volumes of the one node for the console's claims, since nothing provides any.</summary>
[SupportedOSPlatform("linux")]
internal static class NodeVolumes
{
    private const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static string[] Names { get; } = ["data", "workspaces"];

    /// <param name="ns">Namespace of the claims.</param>
    /// <param name="directory">To keep them in, on the node.</param>
    public static async Task MakeAsync(string ns, TemporaryDirectory directory)
    {
        // Kubernetes changes the owner of no directory of a node, so the console's user needs a way in.
        foreach (var name in Names)
            File.SetUnixFileMode(Directory.CreateDirectory(directory[name]).FullName, Everybody);
        await File.WriteAllTextAsync(directory["volumes.yaml"], string.Concat(Names.Select(name => Volume(ns, name, directory[name]))));
        await Command.RunAsync("kubectl", "--kubeconfig", TestCluster.KubeConfig, "apply", "-f", directory["volumes.yaml"]);
    }

    private static string Volume(string ns, string name, string path) => $$"""
        ---
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: {{ns}}-{{name}}}
        spec:
          capacity: {storage: 100Gi}
          accessModes: [ReadWriteOnce, ReadWriteMany]
          claimRef: {namespace: {{ns}}, name: elasticjobs-{{name}}}
          hostPath: {path: {{path}}}

        """;
}
