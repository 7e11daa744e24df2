using ElasticJobs.Tests.Shared.Kubernetes;

namespace ElasticJobs.Deploy.Tests;

/// <summary>Wrong values are refused before anything reaches a cluster, with words that name the value.</summary>
[Trait("Category", "Helm")]
public sealed class ChartRefusalTests
{
    private const string Image = "image.repository=registry.example.com/elasticjobs";

    [Theory]
    [InlineData("replicas=2", "replicas is 2, but SQLite has one writer. Set replicas to 1, or database.type to postgres.")]
    [InlineData("image.repository=", "image.repository is empty.")]
    [InlineData("database.type=postgres", "database.type is postgres without a connection string.")]
    [InlineData("database.type=postgres,database.postgres.connectionString=Host=a,database.postgres.existingSecret=b", "database.postgres has both connectionString and existingSecret. Set one.")]
    [InlineData("database.postgres.existingSecret=b", "database.postgres is set, but database.type is sqlite.")]
    [InlineData("bootstrapToken.value=short", "bootstrapToken.value has 5 characters and needs 32.")]
    [InlineData("bootstrapToken.value=short,bootstrapToken.existingSecret=b", "bootstrapToken has both value and existingSecret. Set one.")]
    [InlineData("workspaces.type=hostPath", "workspaces.type is hostPath without a path.")]
    [InlineData("workspaces.hostPath=/a", "workspaces.hostPath is set, but workspaces.type is claim.")]
    [InlineData("ingress.enabled=true", "ingress.enabled is true without a host.")]
    [InlineData("serviceAccount.create=false", "serviceAccount.create is false without a name.")]
    public async Task Values_ThatContradictEachOther_AreRefusedWithWhatToDo(string set, string message) => Assert.Contains(message, await RefusalAsync(set), StringComparison.Ordinal);

    [Fact]
    public async Task Values_WithSeveralProblems_AreRefusedWithAllOfThem()
    {
        var refusal = await RefusalAsync("replicas=2,ingress.enabled=true");

        Assert.Contains("replicas is 2", refusal, StringComparison.Ordinal);
        Assert.Contains("ingress.enabled is true", refusal, StringComparison.Ordinal);
    }

    /// <summary>Versions of Helm word it differently; all name the value.</summary>
    [Theory]
    [InlineData("replica=1", "replica")]
    [InlineData("replicas=many", "replicas")]
    [InlineData("replicas=-1", "replicas")]
    [InlineData("database.type=mysql", "sqlite")]
    [InlineData("database.postgress.key=a", "postgress")]
    [InlineData("data.size=big", "size")]
    [InlineData("workspaces.hostPath=relative", "hostPath")]
    [InlineData("projects.vision.name=a", "namespace")]
    [InlineData("ingress.controller=apache", "traefik")]
    [InlineData("rbac.extraRules[0].verbs[0]=get", "apiGroups")]
    [InlineData("podDisruptionBudget.minAvailable=most", "minAvailable")]
    public async Task Values_OfNoOrTheWrongKind_AreRefusedByName(string set, string name)
    {
        var refusal = await RefusalAsync(set);

        Assert.Contains("values don't meet the specifications of the schema", refusal, StringComparison.Ordinal);
        Assert.Contains(name, refusal, StringComparison.Ordinal);
    }

    private static async Task<string> RefusalAsync(string set) =>
        (await Assert.ThrowsAsync<InvalidOperationException>(() => Helm.RunAsync("template", "elasticjobs", Helm.Chart, "--set", Image, "--set", set))).Message;
}
