using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Core.Tests.Pods;

/// <summary>Manifests are stored with attempts: what an older console wrote is read by a newer one.</summary>
public sealed class PodManifestTests
{
    private const string Old = """{"name":"r1-a-1","containers":[{"name":"main","command":["true"],"env":{},"resources":{"gpus":0},"files":{}}],"labels":{},"logDirectory":"","grace":"00:00:10"}""";

    [Fact]
    public void Manifest_OfAnOlderConsole_HasDefaultsForWhatIsNew()
    {
        var pod = PodManifest.Read(Old);

        Assert.Empty(pod.Mounts);
        Assert.Empty(pod.NodeSelector);
        Assert.Empty(pod.Tolerations);
        Assert.Empty(pod.AvoidNodes);
        Assert.Empty(pod.HostAliases);
        Assert.Empty(pod.PullSecrets);
        Assert.Empty(pod.Containers[0].SecretEnv);
        Assert.Null(pod.Group);
        Assert.Null(pod.Resource);
    }

    [Fact]
    public void Manifest_WithEverything_ReadsAsItWasWritten()
    {
        var pod = PodManifest.Read(Old) with
        {
            Mounts = [new(MountKind.PvcShare, "data", "/data", "sub", ReadOnly: true)],
            NodeSelector = new Dictionary<string, string> { ["disk"] = "ssd" },
            Tolerations = [new("gpu", TolerationOperator.Exists, Effect: TaintEffect.NoExecute, For: TimeSpan.FromSeconds(30))],
            AvoidNodes = ["node-1"],
            SpreadBy = PodLabels.Run,
            HostAliases = [new("10.0.0.1", ["db"])],
            ServiceAccount = "trainer",
            PullSecrets = ["registry"],
            ImagePullPolicy = ImagePullPolicy.Always,
            SharedMemory = 1 << 30,
            Deadline = TimeSpan.FromHours(1),
            Group = new PodGroup(4, GroupSuccess.All, 2),
            Resource = new ResourceManifest { Manifest = new JsonObject { ["kind"] = "Job" }, SuccessCondition = "status.succeeded > 0", PodSelector = "a=b" },
        };

        var text = PodManifest.Write(pod);

        Assert.Equal(text, PodManifest.Write(PodManifest.Read(text)));
        Assert.Contains("\"kind\":\"PvcShare\"", text, StringComparison.Ordinal);
        Assert.Contains("\"success\":\"All\"", text, StringComparison.Ordinal);
        Assert.Equal(pod.Tolerations[0], PodManifest.Read(text).Tolerations[0]);
        Assert.Equal(pod.Group, PodManifest.Read(text).Group);
    }
}
