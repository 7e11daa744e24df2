using System.Text.Json.Nodes;
using ElasticJobs.Tests.Shared.Kubernetes;

namespace ElasticJobs.Deploy.Tests;

[Trait("Category", "Helm")]
public sealed class ChartTests
{
    [Theory]
    [MemberData(nameof(ValueSets.Names), MemberType = typeof(ValueSets))]
    public async Task Values_OfEverySet_PassHelmsOwnChecks(string values) => Assert.Contains("0 chart(s) failed", await Helm.RunAsync("lint", "--strict", Helm.Chart, "--values", ValueSets.File(values)), StringComparison.Ordinal);

    [Theory]
    [InlineData("1.20.2", "policy/v1beta1")]
    [InlineData("1.21.0", "policy/v1")]
    [InlineData("1.35.0", "policy/v1")]
    public async Task DisruptionBudget_OfSeveralReplicas_IsOfTheVersionThatTheClusterServes(string cluster, string version) =>
        Assert.Equal(version, (string?)(await RenderedChart.OfAsync("postgres", "--kube-version", cluster)).The("PodDisruptionBudget")["apiVersion"]);

    [Fact]
    public async Task Kubernetes_Before120_IsRefused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => RenderedChart.OfAsync("sqlite", "--kube-version", "1.19.16"));

    [Fact]
    public async Task Sqlite_HasOneConsoleAtATimeAndNoBudgetThatHoldsDrainsUp()
    {
        var chart = await RenderedChart.OfAsync("sqlite");

        Assert.Equal("Recreate", (string?)chart.The("Deployment")["spec"]!["strategy"]!["type"]);
        Assert.Empty(chart.All("PodDisruptionBudget"));
        Assert.Equal("ReadWriteOnce", (string?)Claim(chart, "elasticjobs-data")["spec"]!["accessModes"]![0]);
        Assert.Empty(chart.All("Secret"));
        Assert.Empty(chart.All("Namespace"));
    }

    [Fact]
    public async Task Postgres_ReadsTheConnectionFromTheNamedSecret()
    {
        var chart = await RenderedChart.OfAsync("postgres");

        var reference = Variable(chart, "ConnectionStrings__ElasticJobs")!["valueFrom"]!["secretKeyRef"]!;
        Assert.Equal(("postgres", "connection"), ((string?)reference["name"], (string?)reference["key"]));
        Assert.Equal("RollingUpdate", (string?)chart.The("Deployment")["spec"]!["strategy"]!["type"]);
        Assert.Equal("ReadWriteMany", (string?)Claim(chart, "elasticjobs-data")["spec"]!["accessModes"]![0]);
        Assert.Empty(chart.All("Secret"));
    }

    [Fact]
    public async Task Ingress_OfNginx_SticksAndKeepsTheUsersOwnAnnotations()
    {
        var annotations = (await RenderedChart.OfAsync("ingress")).The("Ingress")["metadata"]!["annotations"]!;

        Assert.Equal("cookie", (string?)annotations["nginx.ingress.kubernetes.io/affinity"]);
        Assert.Equal("7200", (string?)annotations["nginx.ingress.kubernetes.io/proxy-read-timeout"]);
    }

    [Fact]
    public async Task Workspaces_OnAPathOfTheNode_NeedNoClaim()
    {
        var chart = await RenderedChart.OfAsync("single-node");

        Assert.Equal("/var/lib/elasticjobs/workspaces", (string?)Variable(chart, "ElasticJobs__Kubernetes__WorkspaceHostPath")!["value"]);
        Assert.Null(Variable(chart, "ElasticJobs__Kubernetes__WorkspaceClaim"));
        Assert.Equal("elasticjobs-data", (string?)chart.The("PersistentVolumeClaim")["metadata"]!["name"]);
        Assert.Empty(chart.All("ClusterRole"));
        Assert.Empty(chart.All("NetworkPolicy"));
    }

    /// <summary>Two projects share one, which gets each object once.</summary>
    [Fact]
    public async Task Projects_InOtherNamespaces_GetRoleClaimAndPolicyThere()
    {
        var chart = await RenderedChart.OfAsync("everything");

        foreach (var (kind, name) in ((string, string)[])[("Role", "jobs"), ("RoleBinding", "jobs"), ("PersistentVolumeClaim", "jobs-workspaces"), ("NetworkPolicy", "jobs-tasks")])
        {
            var made = chart.All(kind).Where(read => (string?)read["metadata"]!["name"] == name).Select(read => (string?)read["metadata"]!["namespace"]);
            Assert.Equal(["default", "team"], made.Order(StringComparer.Ordinal));
        }

        Assert.All(chart.All("RoleBinding"), binding => Assert.Equal("team", (string?)binding["subjects"]![0]!["namespace"]));
        Assert.All(chart.All("Role").Where(role => (string?)role["metadata"]!["name"] == "jobs"), role => Assert.Contains(role["rules"]!.AsArray(), rule => (string?)rule!["resources"]![0] == "rayjobs"));
        Assert.Equal("default", (string?)Variable(chart, "ElasticJobs__Kubernetes__Projects__vision__Namespace")!["value"]);
    }

    [Fact]
    public async Task NamespacesOfProjects_MayBeMade_OnlyWhereThatIsAllowed()
    {
        const string Name = "team-jobs-project-namespaces";
        Assert.DoesNotContain((await RenderedChart.OfAsync("everything")).All("ClusterRole"), role => (string?)role["metadata"]!["name"] == Name);

        var chart = await RenderedChart.OfAsync("everything", "--set", "rbac.projectNamespaces=true");

        var role = Assert.Single(chart.All("ClusterRole"), role => (string?)role["metadata"]!["name"] == Name);
        var verbs = role["rules"]!.AsArray().SelectMany(rule => rule!["resources"]!.AsArray().Select(resource => (Resource: (string?)resource, Verbs: rule["verbs"]!.ToJsonString()))).ToLookup(rule => rule.Resource, rule => rule.Verbs);
        Assert.All(["namespaces", "resourcequotas", "limitranges", "serviceaccounts"], resource => Assert.Contains("\"create\"", Assert.Single(verbs[resource]), StringComparison.Ordinal));
        Assert.DoesNotContain("list", Assert.Single(verbs["secrets"]), StringComparison.Ordinal);
        // Tasks run there too, under the rules of every other namespace of tasks.
        Assert.All(chart.All("Role").First(read => (string?)read["metadata"]!["name"] == "jobs")["rules"]!.AsArray(), rule => Assert.Contains(role["rules"]!.AsArray(), other => JsonNode.DeepEquals(rule, other)));
        Assert.Single(chart.All("ClusterRoleBinding"), binding => (string?)binding["roleRef"]!["name"] == Name);
    }

    /// <summary>Consoles of two releases must not take each other's pods, nor a cluster's roles.</summary>
    [Fact]
    public async Task Releases_OfOneNamespaceOrOfOneName_DontMeet()
    {
        var chart = await RenderedChart.OfAsync("everything");

        Assert.Equal("jobs", (string?)Variable(chart, "ElasticJobs__Kubernetes__Owner")!["value"]);
        Assert.Equal(["team-jobs-kubelet-summary", "team-jobs-nodes"], chart.All("ClusterRole").Select(role => (string?)role["metadata"]!["name"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Secret_ThatChanges_StartsTheConsolesAnew()
    {
        var one = await RenderedChart.OfAsync("everything");
        var other = await RenderedChart.OfAsync("everything", "--set", "bootstrapToken.value=another-token-0123456789abcdef012");

        Assert.NotEqual(Template(one)["metadata"]!["annotations"]!["checksum/secret"]!.ToString(), Template(other)["metadata"]!["annotations"]!["checksum/secret"]!.ToString());
        Assert.Equal("Host=db;Username=jobs;Password=\"q'\";Database=jobs", (string?)one.The("Secret")["stringData"]!["postgres"]);
    }

    private static JsonObject Claim(RenderedChart chart, string name) => Assert.Single(chart.All("PersistentVolumeClaim"), claim => (string?)claim["metadata"]!["name"] == name);

    private static JsonNode Template(RenderedChart chart) => chart.The("Deployment")["spec"]!["template"]!;

    private static JsonNode? Variable(RenderedChart chart, string name) =>
        Template(chart)["spec"]!["containers"]![0]!["env"]!.AsArray().SingleOrDefault(variable => (string?)variable!["name"] == name);
}
