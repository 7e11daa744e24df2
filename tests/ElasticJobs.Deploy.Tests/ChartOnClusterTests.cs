using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Processes;

namespace ElasticJobs.Deploy.Tests;

/// <summary>A real API server reads what the chart gives, by its own rules, and stores nothing.</summary>
[Trait("Category", "Helm")]
[Trait("Category", "Cluster")]
public sealed class ChartOnClusterTests
{
    [Theory]
    [MemberData(nameof(ValueSets.Names), MemberType = typeof(ValueSets))]
    public async Task Objects_OfEverySetOfValues_AreAccepted(string values)
    {
        using var cluster = await TestCluster.ConnectAsync("chart");
        using var directory = new TemporaryDirectory();
        try
        {
            // Against the cluster, so that the chart sees which APIs it serves.
            var chart = await Helm.RunAsync(
                "template", "elasticjobs", Helm.Chart, "--namespace", cluster.Namespace, "--values", ValueSets.File(values), "--kubeconfig", TestCluster.KubeConfig, "--validate");
            await File.WriteAllTextAsync(directory["chart.yaml"], chart);

            var accepted = await Command.RunAsync("kubectl", "--kubeconfig", TestCluster.KubeConfig, "create", "--dry-run=server", "--output=name", "--filename", directory["chart.yaml"]);

            Assert.Equal(chart.Split('\n').Count(line => line.StartsWith("kind:", StringComparison.Ordinal)), accepted.Trim().Split('\n').Length);
        }
        finally
        {
            await cluster.RemoveNamespaceAsync();
        }
    }
}
