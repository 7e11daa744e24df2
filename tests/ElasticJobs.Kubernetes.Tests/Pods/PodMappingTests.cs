using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Kubernetes.Tests.Pods;

/// <summary>Each directory of <c>Mapping/</c> is a case: <c>pod.json</c> is ours, <c>expected.json</c> the cluster's, with the script left out.</summary>
public sealed class PodMappingTests
{
    private static readonly JsonSerializerOptions Indented = new(PodSpecJson.Options) { WriteIndented = true };

    public static TheoryData<string> Cases => [.. Directory.GetDirectories(Mapping()).Select(directory => Path.GetFileName(directory)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pod_BecomesWhatIsExpected(string name)
    {
        var directory = Path.Combine(Mapping(), name);
        var options = new KubernetesOptions { WorkspaceClaim = name == "plain" ? null : "workspaces" };

        var pod = new PodMapping(Options.Create(options)).Task(PodSpecJson.Read(File.ReadAllText(Path.Combine(directory, "pod.json"))), "token");

        var actual = KubernetesJson.ToJson(pod);
        foreach (var container in actual["spec"]!["containers"]!.AsArray())
            container!["command"]![2] = "(script)";
        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(directory, "expected.json")));
        Assert.True(JsonNode.DeepEquals(expected, actual), $"{name} is now:\n{actual.ToJsonString(Indented)}");
    }

    [Fact]
    public void Workspace_ThatIsNotShared_NeedsNoVolumeOfItsOwn()
    {
        var pod = Map(mapping => mapping.Task(Pod() with { Workspace = "run-1" }, "t"));

        Assert.Equal(["ej", "shm"], pod.Spec!.Volumes!.Select(volume => volume.Name));
        Assert.Equal(["/ej", "/dev/shm"], pod.Spec.Containers[0].VolumeMounts!.Select(mount => mount.MountPath));
        Assert.Contains(new V1EnvVar("EJ_WORKSPACE", "/ej/workspace"), pod.Spec.Containers[0].Env!);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("workspaces", true)]
    public void SourceWorkspace_IsMountedWhereWorkspacesAreShared(string? claim, bool mounted)
    {
        var options = Options.Create(new KubernetesOptions { WorkspaceClaim = claim });
        var container = new PodMapping(options).Terminal(Pod() with { Workspace = "debug-1", SourceWorkspace = "run-1" }).Spec!.Containers[0];

        Assert.Equal(mounted, container.VolumeMounts!.Contains(new V1VolumeMount { Name = "workspace", MountPath = "/ej/source", SubPath = "run-1" }));
        Assert.Equal(mounted, container.Env!.Contains(new V1EnvVar("EJ_SOURCE_WORKSPACE", "/ej/source")));
    }

    [Fact]
    public void Terminal_IsIdleAndEndsByItself()
    {
        var pod = Map(mapping => mapping.Terminal(Pod()));

        Assert.Null(pod.Metadata.Finalizers);
        Assert.Equal(2 * 24 * 3600, pod.Spec!.ActiveDeadlineSeconds);
        Assert.Null(pod.Spec.Containers[0].Args);
        Assert.Contains("sleep 3600", pod.Spec.Containers[0].Command![2], StringComparison.Ordinal);
    }

    [Fact]
    public void Files_ThatAreTooLarge_AreRefusedWithWords()
    {
        var pod = Pod(new string('x', FileEnv.TotalBytes + 1));

        var refusal = Assert.Throws<PodStartException>(() => Map(mapping => mapping.Task(pod, "t")));

        Assert.Contains("524289 bytes, more than the 524288", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_ThatAreLong_ComeInPiecesOfWholeCharacters()
    {
        var text = "x" + new string('é', 60_000) + "\U0001F427";

        var pieces = FileEnv.Of(new Dictionary<string, string> { ["b"] = "", ["a"] = text });

        Assert.Equal([true, false, true], pieces.Select(piece => piece.IsFirst));
        Assert.Equal(text, pieces[0].Text + pieces[1].Text);
        Assert.All(pieces, piece => Assert.True(System.Text.Encoding.UTF8.GetByteCount(piece.Text) <= FileEnv.PieceBytes));
        Assert.Equal(("b", ""), (pieces[2].Path, pieces[2].Text));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/x")]
    [InlineData("")]
    public void Files_OutsideOfTheirDirectory_AreRefused(string path)
    {
        var pod = Pod() with { Containers = [new ContainerSpec { Command = ["true"], Files = new Dictionary<string, string> { [path] = "" } }] };

        Assert.Throws<PodStartException>(() => Map(mapping => mapping.Task(pod, "t")));
    }

    private static V1Pod Map(Func<PodMapping, V1Pod> map) => map(new PodMapping(Options.Create(new KubernetesOptions())));

    private static PodSpec Pod(string file = "") => new()
    {
        Name = "p",
        LogDirectory = "/logs/p",
        Containers = [new ContainerSpec { Command = ["true"], Files = new Dictionary<string, string> { ["f"] = file } }],
    };

    private static string Mapping([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "Mapping");
}
