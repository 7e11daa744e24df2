using System.Text.Json.Nodes;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Kubernetes;

namespace ElasticJobs.Kubernetes.Tests.Client.Cluster;

[Collection("Cluster")]
[Trait("Category", "Cluster")]
public sealed class ApiTests(ClusterFixture fixture)
{
    private readonly CancellationToken _cap = new CancellationTokenSource(TimeSpan.FromSeconds(180)).Token;

    private IKubernetesApi Api => fixture.Cluster.Api;

    private string Ns => fixture.Cluster.Namespace;

    [Fact]
    public async Task Log_follows_to_the_end_with_times_and_goes_on_from_a_time()
    {
        await Api.CreateAsync(ResourceType.Pods, Ns, KubernetesWaits.ShellPod("counts", "for i in 1 2 3; do echo line $i; sleep 1; done"), _cap);
        await Api.WaitForRunningAsync(Ns, "counts");

        var lines = await LinesAsync("counts", new LogQuery { Follow = true, Timestamps = true });

        Assert.Equal(["line 1", "line 2", "line 3"], lines.Select(line => line.Split(' ', 2)[1]));
        var second = DateTimeOffset.Parse(lines[1].Split(' ')[0]);
        var later = await LinesAsync("counts", new LogQuery { SinceTime = second });
        Assert.Equal("line 3", later[^1]);
        Assert.DoesNotContain("line 1", later);
        Assert.Equal(["line 3"], await LinesAsync("counts", new LogQuery { TailLines = 1 }));
    }

    [Fact]
    public async Task Log_of_a_container_that_is_not_there_is_refused()
    {
        var refused = await Assert.ThrowsAsync<KubernetesApiException>(() => Api.OpenLogAsync(Ns, ClusterFixture.IdlePod, new LogQuery { Container = "nobody" }, _cap));

        Assert.Contains("nobody", refused.Message);
    }

    [Fact]
    public async Task Watch_goes_on_from_a_list_without_a_gap()
    {
        var list = await Api.ListAsync<JsonObject>(ResourceType.ConfigMaps, Ns, ListQuery.All, _cap);
        await Api.CreateAsync(ResourceType.ConfigMaps, Ns, ConfigMap("watched", "1"), _cap);
        await Api.PatchAsync<JsonObject>(ResourceType.ConfigMaps, Ns, "watched", Patch.Merge(new JsonObject { ["data"] = new JsonObject { ["a"] = "2" } }), null, _cap);
        await Api.DeleteAsync(ResourceType.ConfigMaps, Ns, "watched", DeleteOptions.Default, _cap);

        var events = new List<(WatchEventType, string?)>();
        var query = new WatchQuery { ResourceVersion = list.ResourceVersion, FieldSelector = "metadata.name=watched" };
        await foreach (var told in Api.WatchAsync<JsonObject>(ResourceType.ConfigMaps, Ns, query, _cap))
        {
            events.Add((told.Type, (string?)told.Object?["data"]?["a"]));
            if (told.Type == WatchEventType.Deleted)
                break;
        }

        Assert.Equal([(WatchEventType.Added, "1"), (WatchEventType.Modified, "2"), (WatchEventType.Deleted, "2")], events);
    }

    [Fact]
    public async Task List_reads_all_pages()
    {
        for (var i = 0; i < 7; i++)
            await Api.CreateAsync(ResourceType.ConfigMaps, Ns, ConfigMap($"page-{i}", "x", ("set", "pages")), _cap);

        var list = await Api.ListAsync<JsonObject>(ResourceType.ConfigMaps, Ns, new ListQuery { LabelSelector = "set=pages", Limit = 3 }, _cap);

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"page-{i}"), list.Items.Select(item => (string)item["metadata"]!["name"]!).Order());
        Assert.All(list.Items, item => Assert.Equal("ConfigMap", (string?)item["kind"]));
    }

    [Fact]
    public async Task Apply_conflicts_with_another_manager_unless_it_is_forced()
    {
        JsonObject Wanted(string value) => new() { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = "applied" }, ["data"] = new JsonObject { ["a"] = value } };
        await Api.PatchAsync<JsonObject>(ResourceType.ConfigMaps, Ns, "applied", Patch.Apply(Wanted("ours")), null, _cap);

        var conflict = await Assert.ThrowsAsync<KubernetesApiException>(() => Api.PatchAsync<JsonObject>(ResourceType.ConfigMaps, Ns, "applied", Patch.Apply(Wanted("theirs"), "another"), null, _cap));
        var forced = await Api.PatchAsync<JsonObject>(ResourceType.ConfigMaps, Ns, "applied", Patch.Apply(Wanted("theirs"), "another", force: true), null, _cap);

        Assert.True(conflict.IsConflict);
        Assert.Contains(conflict.Causes, cause => cause.Reason == "FieldManagerConflict" && cause.Field == ".data.a");
        Assert.Equal("theirs", (string?)forced["data"]!["a"]);
    }

    [Fact]
    public async Task Delete_holds_to_its_preconditions()
    {
        var made = await Api.CreateAsync(ResourceType.ConfigMaps, Ns, ConfigMap("kept", "1"), _cap);

        var conflict = await Assert.ThrowsAsync<KubernetesApiException>(() => Api.DeleteAsync(ResourceType.ConfigMaps, Ns, "kept", new DeleteOptions { PreconditionUid = "00000000-0000-0000-0000-000000000000" }, _cap));
        Assert.True(conflict.IsConflict);
        Assert.True(await Api.DeleteAsync(ResourceType.ConfigMaps, Ns, "kept", new DeleteOptions { PreconditionUid = (string)made["metadata"]!["uid"]!, Propagation = DeletePropagation.Background }, _cap));
        Assert.False(await Api.DeleteAsync(ResourceType.ConfigMaps, Ns, "kept", DeleteOptions.Default, _cap));
        Assert.Null(await Api.GetAsync<JsonObject>(ResourceType.ConfigMaps, Ns, "kept", _cap));
    }

    [Fact]
    public async Task Create_of_a_name_that_is_taken_is_AlreadyExists_and_of_nonsense_names_the_field()
    {
        var taken = await Assert.ThrowsAsync<KubernetesApiException>(() => Api.CreateAsync(ResourceType.Pods, Ns, KubernetesWaits.ShellPod(ClusterFixture.IdlePod, "true"), _cap));
        var nonsense = KubernetesWaits.ShellPod("nonsense", "true");
        var invalid = await Assert.ThrowsAsync<KubernetesApiException>(() => Api.CreateAsync(ResourceType.Pods, Ns, nonsense with { Spec = nonsense.Spec! with { RestartPolicy = "Perhaps" } }, _cap));

        Assert.True(taken.IsAlreadyExists);
        Assert.False(taken.IsConflict);
        Assert.True(invalid.IsInvalid);
        Assert.Contains(invalid.Causes, cause => cause.Field == "spec.restartPolicy");
    }

    [Fact]
    public async Task Quota_that_is_used_up_is_told_from_other_refusals()
    {
        await Api.CreateAsync(ResourceType.ResourceQuotas, Ns, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "no-secrets" }, ["spec"] = new JsonObject { ["hard"] = new JsonObject { ["count/jobs.batch"] = "0" } } }, _cap);
        await Api.WaitForAsync<JsonObject>(ResourceType.ResourceQuotas, Ns, "no-secrets", quota => quota["status"]?["hard"] is not null, "the quota is in force");
        var job = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "j" },
            ["spec"] = new JsonObject { ["template"] = new JsonObject { ["spec"] = KubernetesJson.ToJson(KubernetesWaits.ShellPod("x", "true").Spec) } },
        };

        var refused = await Assert.ThrowsAsync<KubernetesApiException>(() => Api.CreateAsync(ResourceType.Jobs, Ns, job, _cap));

        Assert.True(refused.IsQuotaExceeded);
    }

    [Fact]
    public async Task Discovery_and_version_tell_what_the_cluster_serves()
    {
        var version = await Api.VersionAsync(_cap);
        var served = await Api.DiscoverAsync(_cap);

        Assert.True(version.IsAtLeast(1, 20), version.GitVersion);
        Assert.True(served.Serves(ResourceType.Pods));
        Assert.Equal(ResourceType.Jobs, served.Find("batch/v1", "Job"));
        Assert.Equal(version.IsAtLeast(1, 23) ? "v2" : "v2beta2", served.FirstServed("autoscaling", "horizontalpodautoscalers", "v2", "v2beta2")?.Version);
        Assert.DoesNotContain(served.Types, type => type.Plural.Contains('/'));
    }

    [Fact]
    public async Task Access_reviews_answer_for_these_credentials()
    {
        Assert.True(await Api.CanIAsync("create", ResourceType.Pods, Ns, "exec", _cap));
    }

    [Fact]
    public async Task Scale_and_evict_work_on_subresources()
    {
        var labels = new JsonObject { ["app"] = "scaled" };
        var template = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = labels.DeepClone() }, ["spec"] = KubernetesJson.ToJson(KubernetesWaits.ShellPod("x", "sleep 600").Spec! with { RestartPolicy = null }) };
        await Api.CreateAsync(ResourceType.Deployments, Ns, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "scaled" }, ["spec"] = new JsonObject { ["replicas"] = 0, ["selector"] = new JsonObject { ["matchLabels"] = labels.DeepClone() }, ["template"] = template } }, _cap);

        var scale = await Api.ScaleAsync(ResourceType.Deployments, Ns, "scaled", 1, _cap);
        Assert.Equal(1, (int?)scale["spec"]!["replicas"]);

        await Api.CreateAsync(ResourceType.Pods, Ns, KubernetesWaits.ShellPod("evicted", "sleep 600"), _cap);
        Assert.True(await Api.EvictAsync(Ns, "evicted", TimeSpan.Zero, _cap));
        await ElasticJobs.Tests.Shared.Time.Eventually.TrueAsync(async () => await Api.GetAsync<V1Pod>(ResourceType.Pods, Ns, "evicted", _cap) is null, "the evicted pod is gone");
    }

    private static JsonObject ConfigMap(string name, string value, params IEnumerable<(string Name, string Value)> labels) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create(label.Name, (JsonNode?)label.Value))) },
        ["data"] = new JsonObject { ["a"] = value },
    };

    private async Task<IReadOnlyList<string>> LinesAsync(string pod, LogQuery query)
    {
        await using var log = await Api.OpenLogAsync(Ns, pod, query, _cap);
        using var reader = new StreamReader(log);
        return (await reader.ReadToEndAsync(_cap)).TrimEnd('\n').Split('\n');
    }
}
