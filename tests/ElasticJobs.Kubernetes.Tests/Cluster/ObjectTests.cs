using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Templates.Manifests;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Pods;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Kubernetes.Tests.Cluster;

/// <summary>Resource tasks on the real cluster: its own Job, and a kind whose controller is this test.</summary>
[Trait("Category", "Cluster")]
public sealed class ObjectTests(RuntimeCluster cluster) : IClassFixture<RuntimeCluster>
{
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(180);

    private WatchedRuntime Console => cluster.Console;

    [Fact]
    public async Task Job_OfTwoCompletions_Succeeds_WithALogOfEachPod()
    {
        var job = Job("two", "echo from $HOSTNAME", spec => (spec["completions"], spec["parallelism"]) = (2, 2));

        var status = await Console.RunAsync(job);

        Assert.Equal((PodPhase.Succeeded, "node1"), (status.Phase, status.Node));
        Assert.True(status.StartedAt <= status.FinishedAt);
        Assert.Equal("two", status.Labels[PodLabels.Task]);
        var logs = Logs("two");
        Assert.Equal(2, logs.Count);
        Assert.All(logs, log => Assert.Equal($"from two-{log}\n", cluster.Out("two", log)));
        Assert.Contains(Console.Told, told => told is { Name: "two", Phase: PodPhase.Pending });
        await RemoveAsync("two", ResourceType.Jobs);
        await Eventually.TrueAsync(async () => !(await PodsAsync()).Items.Any(pod => pod.Metadata.Name!.StartsWith("two-", StringComparison.Ordinal)), "its pods are gone with it", Cap);
    }

    [Fact]
    public async Task Job_ThatFails_SaysWhy()
    {
        var status = await Console.RunAsync(Job("bad", "echo oops; exit 3"));

        Assert.Equal((PodPhase.Failed, PodStatus.ObjectFailed), (status.Phase, status.Reason));
        Assert.StartsWith("Job has reached the specified backoff limit", status.Message, StringComparison.Ordinal);
        Assert.Equal("oops\n", cluster.Out("bad", Assert.Single(Logs("bad"))));
        await RemoveAsync("bad", ResourceType.Jobs);
    }

    [Fact]
    public async Task Stop_InTheMiddle_GivesPodsTheirGrace_AndLeavesNothing()
    {
        await Console.StartAsync(Job("stopped", "exec 2>/dev/null; trap 'sleep 1; echo saved; exit 7' TERM; echo begun; while :; do sleep 0.1; done"));
        await Console.RunningAsync("stopped");
        await Eventually.TrueAsync(() => Logs("stopped") is [var log] && cluster.Out("stopped", log) == "begun\n", "it has begun", Cap);

        await cluster.Runtime.StopAsync("stopped", TimeSpan.FromSeconds(10), CancellationToken.None);

        var status = await Console.EndOfAsync("stopped");
        Assert.Equal((PodPhase.Failed, "Terminated"), (status.Phase, status.Reason));
        await cluster.Runtime.DrainLogsAsync("stopped", CancellationToken.None);
        Assert.Equal("begun\nsaved\n", cluster.Out("stopped", Assert.Single(Logs("stopped"))));
        await Eventually.TrueAsync(async () => !(await PodsAsync()).Items.Any(pod => pod.Metadata.Name!.StartsWith("stopped-", StringComparison.Ordinal)), "its pods are gone", Cap);
        await RemoveAsync("stopped", ResourceType.Jobs);
    }

    [Fact]
    public async Task Deletion_BySomebodyElse_EndsItWithItsPods()
    {
        await Console.StartAsync(Job("deleted", "echo begun; sleep 300"));
        await Console.RunningAsync("deleted");

        await cluster.Api.DeleteAsync(ResourceType.Jobs, cluster.Namespace, "deleted", new DeleteOptions { Propagation = DeletePropagation.Background }, CancellationToken.None);

        var status = await Console.EndOfAsync("deleted");
        Assert.Equal((PodPhase.Lost, PodStatus.Deleted), (status.Phase, status.Reason));
        Assert.DoesNotContain((await PodsAsync()).Items, pod => pod.Metadata.Name!.StartsWith("deleted-", StringComparison.Ordinal) && pod.Status?.Phase == "Running");
        await cluster.Runtime.DrainLogsAsync("deleted", CancellationToken.None);
        await RemoveAsync("deleted", ResourceType.Jobs);
    }

    [Fact]
    public async Task Manifest_WithAFieldThatIsNone_IsRefusedByItsName()
    {
        var typo = await Assert.ThrowsAsync<PodStartException>(() => Console.StartAsync(Job("typo", "true", spec => spec["backofLimit"] = 1)));
        var value = await Assert.ThrowsAsync<PodStartException>(() => Console.StartAsync(Job("value", "true", spec => spec["template"]!["spec"]!["restartPolicy"] = "Sometimes")));
        var wide = Job("wide", "true") with { Resource = Resource("wide", "v1", "Namespace", []) };
        var clusterWide = await Assert.ThrowsAsync<PodStartException>(() => Console.StartAsync(wide));

        Assert.Contains(".spec.backofLimit", typo.Message, StringComparison.Ordinal);
        Assert.Contains("spec.template.spec.restartPolicy", value.Message, StringComparison.Ordinal);
        Assert.Contains("belongs to the whole cluster", clusterWide.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_OfAJobThatIsNotOurs_IsRefusedAndUntouched()
    {
        var foreign = Job("foreign", "sleep 300").Resource!.Manifest;
        var before = await cluster.Api.CreateAsync(ResourceType.Jobs, cluster.Namespace, foreign, CancellationToken.None);

        var refusal = await Assert.ThrowsAsync<PodStartException>(() => Console.StartAsync(Job("foreign", "true")));

        Assert.Contains("that is not this console's", refusal.Message, StringComparison.Ordinal);
        var after = await cluster.Api.GetAsync<JsonObject>(ResourceType.Jobs, cluster.Namespace, "foreign", CancellationToken.None);
        Assert.True(JsonNode.DeepEquals(before["spec"], after!["spec"]) && JsonNode.DeepEquals(before["metadata"]!["labels"], after["metadata"]!["labels"]));
        await cluster.Api.DeleteAsync(ResourceType.Jobs, cluster.Namespace, "foreign", new DeleteOptions { Propagation = DeletePropagation.Background }, CancellationToken.None);
    }

    [Fact]
    public async Task Pod_AsAManifest_IsItsOwnPod()
    {
        var pod = Job("bare", "") with
        {
            Resource = Resource("bare", "v1", "Pod", KubernetesJson.ToJson(KubernetesWaits.ShellPod("bare", "echo bare; exit 4"))["spec"]!.DeepClone().AsObject()),
        };

        var status = await Console.RunAsync(pod);

        Assert.Equal((PodPhase.Failed, PodStatus.ObjectFailed), (status.Phase, status.Reason));
        Assert.Equal("bare\n", cluster.Out("bare"));
        await RemoveAsync("bare", ResourceType.Pods);
    }

    [Fact]
    public async Task CustomKind_TwoSideBySide_EndEachForItself_AlsoOverARestart()
    {
        await using var widgets = await Widgets.InstallAsync(cluster);
        await Console.StartAsync(Widget(widgets, "w-1", "echo one; sleep 4; echo two"));
        await Console.StartAsync(Widget(widgets, "w-2", "echo bad; exit 1"));
        Assert.Equal(PodPhase.Failed, (await Console.EndOfAsync("w-2")).Phase);
        await Console.RunningAsync("w-1");

        await cluster.RestartAsync();

        Assert.Equal(["w-1", "w-2"], Console.Known.Select(known => known.Name).Where(name => name.StartsWith("w-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(PodPhase.Succeeded, (await Console.EndOfAsync("w-1")).Phase);
        Assert.Equal("the pod failed", (await Console.EndOfAsync("w-2")).Message!.Split(". ")[0]);
        foreach (var name in new[] { "w-1", "w-2" })
            await cluster.Runtime.DrainLogsAsync(name, CancellationToken.None);
        Assert.Equal("one\ntwo\n", cluster.Out("w-1", "worker"));
        Assert.Equal("bad\n", cluster.Out("w-2", "worker"));
        await RemoveAsync("w-1", widgets.Type);
        await RemoveAsync("w-2", widgets.Type);
    }

    [Fact]
    public async Task Job_ThatEndsWhileNoConsoleRuns_KeepsItsOutcomeAndLog()
    {
        await Console.StartAsync(Job("alone", "echo one; sleep 2; echo two"));
        await Console.RunningAsync("alone");
        await Console.DisposeAsync();
        await cluster.Api.WaitForAsync<JsonObject>(ResourceType.Jobs, cluster.Namespace, "alone", job => job["status"]?["completionTime"] is not null, "the job ends");

        await cluster.RestartAsync();

        Assert.Equal(PodPhase.Succeeded, (await Console.EndOfAsync("alone")).Phase);
        await cluster.Runtime.DrainLogsAsync("alone", CancellationToken.None);
        Assert.Equal("one\ntwo\n", cluster.Out("alone", Assert.Single(Logs("alone"))));
        await RemoveAsync("alone", ResourceType.Jobs);
    }

    private PodSpec Job(string name, string script, Action<JsonObject>? change = null)
    {
        var spec = new JsonObject { ["backoffLimit"] = 0, ["template"] = new JsonObject { ["spec"] = KubernetesJson.ToJson(KubernetesWaits.ShellPod(name, script))["spec"]!.DeepClone() } };
        change?.Invoke(spec);
        return cluster.Shell(name, "") with { Containers = [], Workspace = null, Resource = Resource(name, "batch/v1", "Job", spec) };
    }

    private PodSpec Widget(Widgets widgets, string name, string script) => cluster.Shell(name, "") with
    {
        Containers = [],
        Workspace = null,
        Resource = new ResourceManifest
        {
            Manifest = Manifest(name, widgets.Type.ApiVersion, widgets.Type.Kind, new JsonObject { ["script"] = script }),
            SuccessCondition = "status.phase == Done",
            FailureCondition = "status.phase == Broken",
        },
    };

    private static ResourceManifest Resource(string name, string apiVersion, string kind, JsonObject spec)
    {
        var known = ResourceKind.Find(apiVersion, kind);
        return new ResourceManifest
        {
            Manifest = Manifest(name, apiVersion, kind, spec),
            SuccessCondition = known?.Success ?? "status.phase == Active",
            FailureCondition = known?.Failure,
            MessagePath = known?.Message,
            PodSelector = known?.SelectorOf(name),
        };
    }

    private static JsonObject Manifest(string name, string apiVersion, string kind, JsonObject spec) =>
        new() { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name }, ["spec"] = spec };

    private IReadOnlyList<string> Logs(string name) => Directory.Exists(cluster[$"logs/{name}"])
        ? [.. Directory.GetFiles(cluster[$"logs/{name}"], "*.out").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)]
        : [];

    private Task<KubernetesList<V1Pod>> PodsAsync() => cluster.Api.ListAsync<V1Pod>(ResourceType.Pods, cluster.Namespace, new ListQuery { LabelSelector = $"!{PodMarks.Owner}" }, CancellationToken.None);

    private async Task RemoveAsync(string name, ResourceType type)
    {
        await cluster.Runtime.RemoveAsync(name, CancellationToken.None);
        await Eventually.TrueAsync(async () => await cluster.Api.GetAsync<JsonObject>(type, cluster.Namespace, name, CancellationToken.None) is null, $"{name} is gone from the cluster", Cap);
    }
}
