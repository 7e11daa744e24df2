using System.Text.Json.Nodes;
using ElasticJobs.Core.Runs;
using ElasticJobs.Crash.Tests.Evidence;
using ElasticJobs.Crash.Tests.Work;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Time;
using Xunit.Abstractions;

namespace ElasticJobs.Crash.Tests.Cluster.Faults;

/// <summary>The cluster goes wrong in the middle of runs: no task is lost, none runs twice for one attempt, no line of a log is lost or doubled.</summary>
[Trait("Category", "Cluster")]
[Collection("Cluster")]
public sealed class ClusterFaultTests(FaultyCluster cluster, ITestOutputHelper output) : IClassFixture<FaultyCluster>
{
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(180);

    [Fact]
    public Task ApiServer_KilledAndStartedInTheMiddleOf20Runs_ChangesNothing() =>
        SurviveAsync(FaultWork.Lasting("api-server", 10), runs: 18, begun: 18, () => Outage.KillAsync("apiserver"), TimeSpan.FromSeconds(2));

    [Fact]
    public Task Etcd_ThatHangsFor10Seconds_ChangesNothing() =>
        SurviveAsync(FaultWork.Lasting("etcd", 5), runs: 4, begun: 4, () => Outage.PauseAsync("etcd"), TimeSpan.FromSeconds(10));

    /// <summary>Until the cluster calls the node NotReady. Some tasks end meanwhile, others only afterwards. All have begun before: a kubelet that dies while it makes a container gives that pod up.</summary>
    [Fact]
    public Task Kubelet_StoppedFor40Seconds_ChangesNothing() =>
        SurviveAsync(FaultWork.Lasting("kubelet", 45), runs: 3, begun: 6, () => Outage.KillAsync("kubelet"), TimeSpan.FromSeconds(40));

    [Fact]
    public async Task Pod_DeletedByForce_IsTriedAgainUnderErrorAlone_AndNeverTwiceAtOnce()
    {
        await cluster.Api.SaveAsync("force-deleted", DeletedDocument);
        var run = await cluster.Api.StartRunAsync("force-deleted");
        foreach (var task in (string[])["on-error", "on-failure"])
            await Eventually.TrueAsync(() => Beats(run, task).Count > 5, $"{task} is at work", Cap);

        foreach (var task in (string[])["on-error", "on-failure"])
        {
            var pod = PodNames.ForAttempt(new AttemptKey(new RunId(run), task, 1));
            await cluster.Console.Cluster.Api.DeleteAsync(ResourceType.Pods, cluster.Console.Cluster.Namespace, pod, new DeleteOptions { GracePeriod = TimeSpan.Zero }, CancellationToken.None);
        }

        await RunsEnd.WaitAsync(cluster.Api, Cap);
        var (retried, failed) = (await cluster.TaskAsync(run, "on-error"), await cluster.TaskAsync(run, "on-failure"));
        Assert.Equal(("Succeeded", 2), ((string)retried["state"]!, (int)retried["attempt"]!));
        Assert.Equal(("Failed", "deleted"), ((string)retried["attempts"]![0]!["state"]!, (string)retried["attempts"]![0]!["reason"]!["code"]!));
        Assert.Equal(("Failed", 1, "deleted"), ((string)failed["state"]!, (int)failed["attempt"]!, (string)failed["reason"]!["code"]!));
        Assert.Equal(["1", "2"], Beats(run, "on-error").Where(beat => beat.EndsWith(" 1", StringComparison.Ordinal)).Select(beat => beat[..1]));
        Assert.Equal(["1"], Beats(run, "on-failure").Where(beat => beat.EndsWith(" 1", StringComparison.Ordinal)).Select(beat => beat[..1]));

        // Whatever of the first attempt comes behind the second's beginning was doubled.
        var beats = Beats(run, "on-error").Select(beat => beat[..1]).ToList();
        Assert.Equal(beats.Order(StringComparer.Ordinal), beats);
        foreach (var (task, attempt) in ((string, int)[])[("on-error", 1), ("on-error", 2), ("on-failure", 1)])
        {
            var written = Beats(run, task).Where(beat => beat.StartsWith($"{attempt} ", StringComparison.Ordinal)).Select(beat => $"out {beat[2..]}");
            Assert.Equal(written, (await cluster.Api.LogAsync(run, task, attempt)).Select(line => (string)line["x"]!));
        }
    }

    [Fact]
    public async Task Quota_UsedUp_LetsTasksWaitAndSayWhy_ThenRun()
    {
        var (api, ns) = (cluster.Console.Cluster.Api, cluster.Console.Cluster.Namespace);
        var quota = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "three-pods" }, ["spec"] = new JsonObject { ["hard"] = new JsonObject { ["pods"] = "3" } } };
        await api.CreateAsync(ResourceType.ResourceQuotas, ns, quota, CancellationToken.None);
        try
        {
            await api.WaitForQuotaAsync(ns, "three-pods");
            var work = FaultWork.Lasting("quota", 3);
            var runs = await cluster.StartRunsAsync(work, 4);

            var waiting = await Eventually.ValueAsync(() => WaitingForQuotaAsync(runs), "a task waits for quota", Cap);
            Assert.Equal("Starting", (string)waiting["state"]!);
            Assert.Contains("exceeded quota: three-pods", (string)waiting["reason"]!["message"]!, StringComparison.Ordinal);

            await cluster.JudgeAsync(work, runs, output);
        }
        finally
        {
            await api.DeleteAsync(ResourceType.ResourceQuotas, ns, "three-pods", DeleteOptions.Default, CancellationToken.None);
        }
    }

    /// <param name="begun">How many tasks have begun when it fails; two each can.</param>
    private async Task SurviveAsync(WorkPipeline work, int runs, int begun, Func<Task<Outage>> fail, TimeSpan length)
    {
        var before = await cluster.StartRunsAsync(work, runs);
        await cluster.AtWorkAsync(before, begun);
        IReadOnlyList<Guid> meanwhile;
        await using (await fail())
        {
            meanwhile = await cluster.StartRunsAsync(work, 2);
            await Task.Delay(length);
            Assert.DoesNotContain(meanwhile, cluster.HasBegun);
        }

        await cluster.JudgeAsync(work, [.. before, .. meanwhile], output);
    }

    private async Task<JsonNode?> WaitingForQuotaAsync(IEnumerable<Guid> runs)
    {
        var details = await Task.WhenAll(runs.Select(cluster.Api.RunAsync));
        return details.SelectMany(run => run["tasks"]!.AsArray()).FirstOrDefault(task => (string?)task!["reason"]?["code"] == "pending");
    }

    /// <summary>"attempt number", in the order written.</summary>
    private IReadOnlyList<string> Beats(Guid run, string task) =>
        File.Exists(cluster.Console.InWorkspace(run, task)) ? File.ReadAllLines(cluster.Console.InWorkspace(run, task)) : [];

    /// <summary>The first attempts beat for ever and don't listen.</summary>
    private static string DeletedDocument => $"""
        apiVersion: elasticjobs/v1
        kind: Pipeline
        metadata: {"{name: force-deleted}"}
        spec:
          tasks:
        {Beating("error")}
        {Beating("failure")}
        """;

    private static string Beating(string retriedOn) => $$"""
            - id: on-{{retriedOn}}
              template: shell
              retry: {limit: 2, on: {{retriedOn}}, backoff: {delay: 300ms, factor: 1} }
              args:
                command: |
                  trap '' TERM
                  i=0
                  while [ "$EJ_ATTEMPT" = 1 ] || [ $i -lt 20 ]; do
                    i=$((i + 1)); echo "$EJ_ATTEMPT $i" >> "$EJ_WORKSPACE/$EJ_TASK_ID"; echo "out $i"
                    sleep 0.2
                  done
        """;
}
