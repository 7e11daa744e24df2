using System.Text.Json.Nodes;
using ElasticJobs.Core;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Projects;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Projects;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Kubernetes.Tests.Cluster;

/// <summary>Places of projects in the real cluster.</summary>
public sealed class ProjectTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();
    private readonly RuntimeCluster _cluster;
    private readonly string _ns = $"ej-vision-{Path.GetRandomFileName()[..8]}";
    private int _fileIsThere;

    public ProjectTests() => _cluster = new RuntimeCluster
    {
        Configure = options =>
        {
            options.KubeConfig.Add(_directory["tenant.kubeconfig"]);
            // The file has to be there from the start; it is filled once the cluster is.
            if (Interlocked.Exchange(ref _fileIsThere, 1) == 0)
                File.WriteAllText(_directory["tenant.kubeconfig"], "apiVersion: v1\nkind: Config\n");
        },
    };

    public Task InitializeAsync() => _cluster.InitializeAsync();

    [Fact]
    public async Task Project_WithAQuota_GetsItsNamespace_RunsThereUnderItsAccount_AndWaitsWhenTheQuotaIsUsedUp()
    {
        await PutAsync(new ProjectPlace { Namespace = _ns, Quota = new ProjectQuota(Cpu: "2", Memory: "1Gi", Pods: "1"), PullSecrets = ["harbor"] });
        await _cluster.Console.StartAsync(Pod("first", "cat /var/run/secrets/kubernetes.io/serviceaccount/token 2>/dev/null; echo $?; sleep 5"));
        var first = await _cluster.Console.RunningAsync("first");
        Assert.Equal(PodPhase.Running, first.Phase);

        await _cluster.Console.StartAsync(Pod("second", "echo second"));
        var waiting = await _cluster.Console.WhenAsync("second", told => told.Reason == PodStatus.Quota, "wait for quota");

        Assert.Contains("exceeded quota: elasticjobs, requested: pods=1, used: pods=1, limited: pods=1", waiting.Message, StringComparison.Ordinal);
        var pod = (await FindAsync<V1Pod>(ResourceType.Pods, "first"))!;
        Assert.Equal("elasticjobs-task", pod.Spec!.ServiceAccountName);
        Assert.Equal([new LocalObjectReference("harbor")], pod.Spec.ImagePullSecrets);
        Assert.Equal(0, (await _cluster.Console.EndOfAsync("first")).ExitCode);
        await _cluster.Runtime.DrainLogsAsync("first", CancellationToken.None);
        Assert.Equal("1\n", _cluster.Out("first"));
        Assert.Equal(0, (await _cluster.Console.EndOfAsync("second")).ExitCode);
        var account = (await FindAsync<JsonObject>(ResourceType.ServiceAccounts, "elasticjobs-task"))!;
        Assert.Equal((false, "harbor"), ((bool?)account["automountServiceAccountToken"], (string?)account["imagePullSecrets"]![0]!["name"]));
        var use = await new PlaceReading(Places()).ReadUseAsync((await _cluster.Projects.FindAsync("vision", CancellationToken.None))!, CancellationToken.None);
        Assert.Equal(["requests.cpu", "requests.memory", "pods"], use.Quota.Select(one => one.Resource));
        Assert.Equal([new PullSecretState("harbor", false, false, [])], use.PullSecrets.Select(secret => secret with { Registries = [] }));
    }

    [Fact]
    public async Task Drift_IsPutRight_AndWhatOthersAddedStays()
    {
        await PutAsync(new ProjectPlace { Namespace = _ns, Quota = new ProjectQuota(Pods: "7") });
        await ReadyAsync();
        await _cluster.Api.PatchAsync<JsonObject>(ResourceType.ResourceQuotas, _ns, "elasticjobs", Patch.Merge(Object("""{"metadata":{"annotations":{"note":"mine"}},"spec":{"hard":{"pods":"100"}}}""")), null, CancellationToken.None);
        await _cluster.Api.DeleteAsync(ResourceType.ServiceAccounts, _ns, "elasticjobs-task", DeleteOptions.Default, CancellationToken.None);

        await Eventually.TrueAsync(async () => await FindAsync<JsonObject>(ResourceType.ServiceAccounts, "elasticjobs-task") is not null, "the account is made again", Patience);
        var quota = await _cluster.Api.WaitForAsync<JsonObject>(ResourceType.ResourceQuotas, _ns, "elasticjobs", found => (string?)found["spec"]!["hard"]!["pods"] == "7", "the quota is as the project says");

        Assert.Equal("mine", (string?)quota["metadata"]!["annotations"]!["note"]);
    }

    [Fact]
    public async Task Quota_ChangedAndTakenAway_FollowsInTheCluster()
    {
        await PutAsync(new ProjectPlace { Namespace = _ns, Quota = new ProjectQuota(Cpu: "500m", Pods: "7") });
        await ReadyAsync();
        await PutAsync(new ProjectPlace { Namespace = _ns, Quota = new ProjectQuota(Pods: "9") });
        var quota = await _cluster.Api.WaitForAsync<JsonObject>(ResourceType.ResourceQuotas, _ns, "elasticjobs", found => (string?)found["spec"]!["hard"]!["pods"] == "9", "the quota is changed");
        Assert.Null(quota["spec"]!["hard"]!["requests.cpu"]);
        await Eventually.TrueAsync(async () => await FindAsync<JsonObject>(ResourceType.LimitRanges, "elasticjobs") is null, "the limit range is gone", Patience);

        await PutAsync(new ProjectPlace { Namespace = _ns });
        await Eventually.TrueAsync(async () => await FindAsync<JsonObject>(ResourceType.ResourceQuotas, "elasticjobs") is null, "the quota is gone", Patience);
    }

    [Fact]
    public async Task Namespace_ThatIsNotOurs_IsUsedAndLeftAsItIs_AlsoByAUserWhoMayDoNothingElse()
    {
        await _cluster.Api.CreateAsync(ResourceType.Namespaces, null, new JsonObject { ["metadata"] = new JsonObject { ["name"] = _ns } }, CancellationToken.None);
        await TenantContext.WriteAsync(_cluster.Api, _ns, _directory["tenant.kubeconfig"]);
        await PutAsync(new ProjectPlace { Context = TenantContext.Name, Namespace = _ns });

        await _cluster.Console.StartAsync(Pod("theirs", "echo as tenant"));

        Assert.Equal(0, (await _cluster.Console.EndOfAsync("theirs")).ExitCode);
        await _cluster.Runtime.DrainLogsAsync("theirs", CancellationToken.None);
        Assert.Equal("as tenant\n", _cluster.Out("theirs"));
        Assert.False((await ReadyAsync()).OwnsNamespace);
        Assert.Empty((await _cluster.Api.ListAsync<JsonObject>(ResourceType.ResourceQuotas, _ns, ListQuery.All, CancellationToken.None)).Items);
        Assert.Null(await FindAsync<JsonObject>(ResourceType.ServiceAccounts, "elasticjobs-task"));
        Assert.DoesNotContain("elasticjobs.io", (await _cluster.Api.GetAsync<JsonObject>(ResourceType.Namespaces, null, _ns, CancellationToken.None))!["metadata"]!["labels"]?.ToJsonString() ?? "", StringComparison.Ordinal);
        // The other way round: where it may not run pods it says so.
        await PutAsync(new ProjectPlace { Context = TenantContext.Name, Namespace = "kube-node-lease" }, "elsewhere");
        await Eventually.TrueAsync(
            async () => (await _cluster.Projects.FindAsync("elsewhere", CancellationToken.None))!.State?.Problem?.Code == ProjectCodes.PodsForbidden, "the missing right is told", Patience);
    }

    [Fact]
    public async Task Namespace_DeletedBySomebody_IsMadeAgain()
    {
        await PutAsync(new ProjectPlace { Namespace = _ns });
        await ReadyAsync();
        await _cluster.Api.DeleteAsync(ResourceType.Namespaces, null, _ns, DeleteOptions.Default, CancellationToken.None);

        await _cluster.Console.StartAsync(Pod("again", "echo again"));

        Assert.Equal(0, (await _cluster.Console.EndOfAsync("again")).ExitCode);
        Assert.Contains(_cluster.Console.Told, told => told is { Name: "again", Reason: PodStatus.Place });
    }

    [Fact]
    public async Task PullSecret_IsWrittenReplacedAndRemoved_AndOneOfOthersIsLeftAlone()
    {
        await PutAsync(new ProjectPlace { Namespace = _ns, PullSecrets = ["harbor"] });
        await ReadyAsync();
        var project = (await _cluster.Projects.FindAsync("vision", CancellationToken.None))!;
        var places = new KubernetesPlaces(Places(), _cluster.Client.Connections);

        await places.PutPullSecretAsync(project, "harbor", new PullSecret { Server = "registry.example.com", User = "robot", Password = "first" }, CancellationToken.None);
        await places.PutPullSecretAsync(project, "harbor", new PullSecret { DockerConfig = """{"auths": {"other.example.com": {"auth": "eA=="}}}""" }, CancellationToken.None);

        var secret = (await FindAsync<JsonObject>(ResourceType.Secrets, "harbor"))!;
        Assert.Equal("kubernetes.io/dockerconfigjson", (string?)secret["type"]);
        Assert.Equal("vision", (string?)secret["metadata"]!["labels"]!["elasticjobs.io/project"]);
        var state = Assert.Single((await places.ReadUseAsync(project, CancellationToken.None)).PullSecrets);
        Assert.Equal(("harbor", true, true, "other.example.com"), (state.Name, state.IsThere, state.IsOurs, Assert.Single(state.Registries)));

        await places.DeletePullSecretAsync(project, "harbor", CancellationToken.None);
        Assert.Null(await FindAsync<JsonObject>(ResourceType.Secrets, "harbor"));
        await _cluster.Api.CreateAsync(ResourceType.Secrets, _ns, Object("""{"metadata": {"name": "harbor"}, "type": "Opaque"}"""), CancellationToken.None);
        await Assert.ThrowsAsync<RefusedException>(() => places.PutPullSecretAsync(project, "harbor", new PullSecret { Server = "s", User = "u", Password = "p" }, CancellationToken.None));
        Assert.Equal("Opaque", (string?)(await FindAsync<JsonObject>(ResourceType.Secrets, "harbor"))!["type"]);
    }

    public async Task DisposeAsync()
    {
        await _cluster.Api.DeleteAsync(ResourceType.Namespaces, null, _ns, DeleteOptions.Default, CancellationToken.None);
        await _cluster.DisposeAsync();
        _directory.Dispose();
    }

    private ProjectPlaces Places() => Runtimes.Places(_cluster.Client, _cluster.Options, _cluster.Projects);

    private Task PutAsync(ProjectPlace place, string project = "vision") =>
        _cluster.Projects.PutAsync(new Project(project, "", DateTimeOffset.UnixEpoch) { Place = place }, CancellationToken.None);

    private Task<PlaceState> ReadyAsync() => Eventually.ValueAsync(
        async () => (await _cluster.Projects.FindAsync("vision", CancellationToken.None))!.State is { Phase: PlacePhase.Ready } state ? state : null, "the place is ready", Patience);

    private Task<T?> FindAsync<T>(ResourceType type, string name)
        where T : class => _cluster.Api.GetAsync<T>(type, _ns, name, CancellationToken.None);

    private PodSpec Pod(string name, string script)
    {
        var pod = _cluster.Shell($"{name}", script);
        return pod with { Labels = new Dictionary<string, string>(pod.Labels) { [PodLabels.Project] = "vision" } };
    }

    private static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();
}
