using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Processes;

namespace ElasticJobs.Deploy.Tests;

[Trait("Category", "Helm")]
public sealed class ManifestTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Manifests_InTheSourceTree_AreWhatTheChartGives()
    {
        var manifests = Repository.At("deploy", "manifests");

        await Command.RunAsync("env", $"HELM={Helm.Program}", Repository.At("deploy", "helm", "render"), _directory.Path);

        var rendered = Directory.GetFiles(_directory.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(rendered);
        Assert.Equal(rendered, Directory.GetFiles(manifests, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(manifests, file)).Order(StringComparer.Ordinal));
        Assert.All(rendered, name => Assert.True(
            File.ReadAllBytes(_directory[name!]).SequenceEqual(File.ReadAllBytes(Path.Combine(manifests, name!))), $"deploy/manifests/{name} is not what the chart gives. Run deploy/helm/render."));
    }

    public void Dispose() => _directory.Dispose();
}
