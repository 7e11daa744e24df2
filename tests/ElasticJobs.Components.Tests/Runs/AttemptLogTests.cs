using System.Text.Json.Nodes;
using Bunit;
using ElasticJobs.Components.Tests.Console;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Ids;
using ElasticJobs.Web.Components.Views;
using ElasticJobs.Web.Features.Runs.Detail.Panel;

namespace ElasticJobs.Components.Tests.Runs;

public sealed class AttemptLogTests : ConsolePage
{
    private static readonly AttemptKey Key = new(new RunId(SequentialIds.At(1)), "train", 1);

    [Fact]
    public void Log_OfOneContainer_HasNothingToChoose()
    {
        var log = Show(Pod());

        Assert.Empty(log.FindAll("select"));
        Assert.Null(log.FindComponent<LogView>().Instance.Container);
    }

    [Fact]
    public void Log_OfADistributedTask_IsThatOfAllWorkers_OrOfOneAlone()
    {
        var log = Show(Pod() with { Group = new PodGroup(3) }, line: 7);
        Assert.Equal([LogKey.Merged, "worker-0", "worker-1", "worker-2"], log.FindAll("option").Select(option => option.GetAttribute("value")!));
        Assert.Equal((LogKey.Merged, 7L), (log.FindComponent<LogView>().Instance.Container, log.FindComponent<LogView>().Instance.Line));

        log.Find("select").Change("worker-1");

        // The address' line is of the merged log.
        Assert.Equal(("worker-1", null), (log.FindComponent<LogView>().Instance.Container, log.FindComponent<LogView>().Instance.Line));
    }

    [Fact]
    public void Log_OfAnObjectOfKubernetes_HasThoseOfItsPodsThatHaveCome()
    {
        Logs.Write(new LogKey(Key, "master-0"), "a");
        Logs.Write(new LogKey(Key, "worker-0"), "b");

        var log = Show(Pod() with { Containers = [], Resource = new ResourceManifest { Manifest = new JsonObject(), SuccessCondition = "status.ok" } });

        Assert.Equal(["master-0", "worker-0"], log.FindAll("option").Skip(1).Select(option => option.GetAttribute("value")!));
    }

    private static PodSpec Pod() => new() { Name = "r1-train-1", LogDirectory = "", Containers = [new ContainerSpec { Command = ["true"] }] };

    private IRenderedComponent<AttemptLog> Show(PodSpec pod, long? line = null) => Render<AttemptLog>(parameters => parameters
        .Add(log => log.Project, "default")
        .Add(log => log.Line, line)
        .Add(log => log.Attempt, new TaskAttempt { Key = Key, PodName = pod.Name, State = TaskState.Running, CreatedAt = default, Manifest = PodManifest.Write(pod) }));
}
