using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Pods;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Kubernetes.Tests.Cluster;

/// <summary>The promises of <see cref="IPodRuntime"/>, kept by the real cluster.</summary>
[Trait("Category", "Cluster")]
public sealed class RunTests(RuntimeCluster cluster) : IClassFixture<RuntimeCluster>
{
    private WatchedRuntime Console => cluster.Console;

    [Fact]
    public async Task Command_ThatSucceeds_IsToldWithOutputsResultsAndLog()
    {
        var pod = cluster.Shell("good", "cat $EJ_POD_DIR/in; echo oops >&2; echo 42 >$EJ_OUTPUTS/rows; echo '[{}]' >$EJ_RESULTS/a.json; pwd; printf tail",
            container => container with { Files = new Dictionary<string, string> { ["in"] = "hello $(HOME)\n" } });

        var status = await Console.RunAsync(pod);

        Assert.Equal((PodPhase.Succeeded, 0, null, null), (status.Phase, status.ExitCode, status.Reason, status.Message));
        Assert.Equal("42", status.Outputs!["rows"]);
        Assert.Equal("good", status.Labels[PodLabels.Task]);
        Assert.Equal("node1", status.Node);
        Assert.True(status.StartedAt <= status.FinishedAt);
        Assert.Equal(["/ej/workspace", "hello $(HOME)", "oops", "tail"], cluster.Out("good").Split('\n').Order(StringComparer.Ordinal));
        Assert.Equal("[{}]\n", (await cluster.Runtime.ReadResultsAsync("good", CancellationToken.None))["a.json"]);
        Assert.Equal(PodPhase.Pending, Console.Told.First(told => told.Name == "good").Phase);
    }

    [Fact]
    public async Task Command_ThatFails_HasItsExitCode()
    {
        var status = await Console.RunAsync(cluster.Shell("bad", "exit 3"));

        Assert.Equal((PodPhase.Failed, 3, null), (status.Phase, status.ExitCode, status.Reason));
    }

    [Fact]
    public async Task Command_EndedBySignal_Has128PlusSignal()
    {
        var status = await Console.RunAsync(cluster.Shell("segv", "kill -SEGV $$"));

        Assert.Equal((PodPhase.Failed, 139), (status.Phase, status.ExitCode));
    }

    [Fact]
    public async Task Program_ThatTheImageLacks_IsAStartError()
    {
        var status = await Console.RunAsync(cluster.Shell("missing", "", container => container with { Command = ["no-such-program"] }));

        Assert.Equal(PodStatus.StartError, status.Reason);
        Assert.StartsWith("There is no program 'no-such-program' in the image", status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_Twice_IsOneAct()
    {
        var pod = cluster.Shell("twice", "echo once; exit 4");
        await Task.WhenAll(Console.StartAsync(pod), Console.StartAsync(pod));
        await Console.EndOfAsync(pod.Name);
        await cluster.Runtime.DrainLogsAsync(pod.Name, CancellationToken.None);

        await Console.StartAsync(pod);

        Assert.Equal("once\n", cluster.Out(pod.Name));
        Assert.Single(Console.Told, told => told.Name == pod.Name && told.IsTerminal);
    }

    [Fact]
    public async Task Name_OfAPodThatIsNotOurs_IsRefused()
    {
        await cluster.Api.CreateAsync(ResourceType.Pods, cluster.Namespace, KubernetesWaits.ShellPod("foreign", "exit 0"), CancellationToken.None);

        var refusal = await Assert.ThrowsAsync<PodStartException>(() => Console.StartAsync(cluster.Shell("foreign", "echo mine")));

        Assert.Contains("that is not this console's", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pod_ThatBreaksARule_IsRefusedByItsField()
    {
        var pod = cluster.Shell("invalid", "true") with { HostAliases = [new HostAlias("no address", ["x"])] };

        var refusal = await Assert.ThrowsAsync<PodStartException>(() => Console.StartAsync(pod));

        Assert.Contains("spec.hostAliases", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_GivesTheTaskItsGrace()
    {
        var pod = cluster.Shell("stopped", "exec 2>/dev/null; trap 'sleep 1; echo saved; exit 7' TERM; echo begun; while :; do sleep 0.1; done");
        await Console.StartAsync(pod);
        await LogAsync(pod.Name, "begun\n");

        await cluster.Runtime.StopAsync(pod.Name, TimeSpan.FromSeconds(10), CancellationToken.None);

        var status = await Console.EndOfAsync(pod.Name);
        await cluster.Runtime.DrainLogsAsync(pod.Name, CancellationToken.None);
        Assert.Equal((PodPhase.Failed, 7, "Terminated"), (status.Phase, status.ExitCode, status.Reason));
        Assert.Equal("begun\nsaved\n", cluster.Out(pod.Name));
    }

    [Fact]
    public async Task Kill_EndsWhatDoesNotListen()
    {
        var pod = cluster.Shell("deaf", "trap '' TERM; echo begun; while :; do sleep 0.1; done");
        await Console.StartAsync(pod);
        await LogAsync(pod.Name, "begun\n");

        await cluster.Runtime.StopAsync(pod.Name, TimeSpan.Zero, CancellationToken.None);

        var status = await Console.EndOfAsync(pod.Name);
        // Kubelets may forget a container that they have killed at once, so that nobody knows its exit code.
        Assert.Equal("Killed", status.Reason);
        Assert.Contains((status.Phase, status.ExitCode), new (PodPhase, int?)[] { (PodPhase.Failed, 137), (PodPhase.Lost, null) });
    }

    [Fact]
    public async Task Remove_LetsThePodGo_AndForgetsIt()
    {
        await Console.RunAsync(cluster.Shell("removed", "exit 1"));

        await cluster.Runtime.RemoveAsync("removed", CancellationToken.None);

        await Eventually.TrueAsync(async () => await cluster.FindAsync("removed") is null, "the pod is gone from the cluster", TimeSpan.FromSeconds(60));
        await cluster.Runtime.RemoveAsync("removed", CancellationToken.None);
    }

    [Fact]
    public async Task Remove_OfWhatRuns_IsRefused()
    {
        var pod = cluster.Shell("busy", "sleep 60");
        await Console.StartAsync(pod);
        await Console.RunningAsync(pod.Name);

        await Assert.ThrowsAsync<InvalidOperationException>(() => cluster.Runtime.RemoveAsync(pod.Name, CancellationToken.None));
        await cluster.Runtime.StopAsync(pod.Name, TimeSpan.Zero, CancellationToken.None);
    }

    [Fact]
    public async Task Memory_BeyondItsLimit_IsSaid()
    {
        var pod = cluster.Shell("greedy", "x=x; while :; do x=$x$x; done", container => container with { Resources = new ResourceRequirements(MemoryLimit: 64 << 20) });

        var status = await Console.RunAsync(pod);

        Assert.Equal((PodPhase.Failed, PodStatus.OutOfMemory), (status.Phase, status.Reason));
        Assert.Contains("67108864 bytes", status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resources_ThatNoNodeHas_AreNamed()
    {
        await Console.StartAsync(cluster.Shell("huge", "true", container => container with { Resources = new ResourceRequirements(CpuRequest: 1000) }));

        var status = await Console.WhenAsync("huge", told => told.Message is not null, "say why it waits");

        Assert.Equal((PodPhase.Pending, PodStatus.Unschedulable), (status.Phase, status.Reason));
        Assert.StartsWith("No node fits, cpu is short:", status.Message, StringComparison.Ordinal);
        await cluster.Runtime.StopAsync("huge", TimeSpan.FromSeconds(10), CancellationToken.None);
        Assert.Equal("Stopped before it began.", (await Console.EndOfAsync("huge")).Message);
    }

    [Fact]
    public async Task Image_ThatIsNotThere_IsSaidWhileItWaits()
    {
        await Console.StartAsync(cluster.Shell("no-image", "true", container => container with { Image = "localhost/no-such-image:1" }));

        var status = await Console.WhenAsync("no-image", told => told.Message is not null, "say why it waits");

        Assert.Equal((PodPhase.Pending, PodStatus.ImagePull), (status.Phase, status.Reason));
        await cluster.Runtime.StopAsync("no-image", TimeSpan.Zero, CancellationToken.None);
        Assert.True((await Console.EndOfAsync("no-image")).IsTerminal);
    }

    [Fact]
    public async Task Secret_ThatIsNotThere_IsSaidWhileItWaits()
    {
        await Console.StartAsync(cluster.Shell("no-secret", "true", container => container with { SecretEnv = new Dictionary<string, SecretKey> { ["A"] = new("nothing", "key") } }));

        var status = await Console.WhenAsync("no-secret", told => told.Message is not null, "say why it waits");

        Assert.Equal((PodPhase.Pending, PodStatus.CreateError), (status.Phase, status.Reason));
        Assert.Contains("\"nothing\" not found", status.Message, StringComparison.Ordinal);
        await cluster.Runtime.StopAsync("no-secret", TimeSpan.Zero, CancellationToken.None);
        Assert.True((await Console.EndOfAsync("no-secret")).IsTerminal);
    }

    [Fact]
    public async Task Mount_ThatIsNotThere_IsSaidWhileItWaits_AndKeptAmongTheEvents()
    {
        Directory.CreateDirectory(cluster["logs/no-mount"]);
        await Console.StartAsync(cluster.Shell("no-mount", "true") with { Mounts = [new MountSpec(MountKind.Secret, "nothing", "/mnt/secret")] });

        var status = await Console.WhenAsync("no-mount", told => told.Message is not null, "say why it waits");

        Assert.Equal((PodPhase.Pending, PodStatus.CreateError), (status.Phase, status.Reason));
        Assert.Contains("\"nothing\" not found", status.Message, StringComparison.Ordinal);
        await cluster.Runtime.StopAsync("no-mount", TimeSpan.Zero, CancellationToken.None);
        Assert.True((await Console.EndOfAsync("no-mount")).IsTerminal);
        var events = File.ReadAllLines(cluster[$"logs/no-mount/{TaskEvent.FileName}"]).Select(line => TaskEvent.Parse(line)!).ToList();
        Assert.Contains(events, told => told is { Reason: "Scheduled", IsWarning: false });
        Assert.Contains(events, told => told is { Reason: "FailedMount", IsWarning: true });
    }

    [Fact]
    public async Task Deadline_EndsIt()
    {
        var status = await Console.RunAsync(cluster.Shell("late", "sleep 60") with { Deadline = TimeSpan.FromSeconds(2) });

        Assert.Equal((PodPhase.Failed, PodStatus.DeadlineExceeded), (status.Phase, status.Reason));
    }

    [Theory]
    [InlineData("deleted", 5)]
    [InlineData("force-deleted", 0)]
    public async Task Deletion_BySomebodyElse_IsAnEndThatIsToldOnce(string name, int grace)
    {
        await Console.StartAsync(cluster.Shell(name, "sleep 60"));
        await Console.RunningAsync(name);

        await cluster.Api.DeleteAsync(ResourceType.Pods, cluster.Namespace, name, new DeleteOptions { GracePeriod = TimeSpan.FromSeconds(grace) }, CancellationToken.None);

        var status = await Console.EndOfAsync(name);
        Assert.Equal(PodStatus.Deleted, status.Reason);
        Assert.NotNull(await cluster.FindAsync(name));
    }

    [Fact]
    public async Task Sidecar_EndsWithTheMainContainer()
    {
        var pod = cluster.Shell("two", "echo main");
        pod = pod with { Containers = [.. pod.Containers, new ContainerSpec { Name = "side", Command = ["sh", "-c", "exec 2>/dev/null; echo side; trap 'echo bye; exit 0' TERM; while :; do sleep 0.1; done"] }] };

        var status = await Console.RunAsync(pod);

        Assert.Equal(PodPhase.Succeeded, status.Phase);
        Assert.Equal("main\n", cluster.Out("two"));
        Assert.Equal("side\nbye\n", cluster.Out("two", "side"));
    }

    [Fact]
    public async Task InitContainers_RunBeforeTheOthersInTheirOrder_EachWithALog()
    {
        var pod = cluster.Shell("after-init", "cat $EJ_WORKSPACE/after-init.txt /ej/seen; until [ -e /ej/side ]; do sleep 0.1; done") with
        {
            InitContainers =
            [
                new ContainerSpec { Name = "first", Command = ["sh", "-c", "echo one >$EJ_WORKSPACE/after-init.txt; echo from first; echo 7 >$EJ_OUTPUTS/seven"] },
                new ContainerSpec { Name = "second", Command = ["sh", "-c", "sleep 1; cat $EJ_WORKSPACE/after-init.txt; echo two >/ej/seen; echo oops >&2"] },
            ],
        };
        pod = pod with { Containers = [.. pod.Containers, new ContainerSpec { Name = "side", Command = ["sh", "-c", "cat /ej/seen; touch /ej/side; exec sleep 600"] }] };

        await Console.StartAsync(pod);
        var waits = await Console.WhenAsync("after-init", told => told.Message is not null || told.Phase != PodPhase.Pending, "say what it waits for");
        var status = await Console.EndOfAsync("after-init");
        await cluster.Runtime.DrainLogsAsync("after-init", CancellationToken.None);

        Assert.StartsWith("Init container '", waits.Message, StringComparison.Ordinal);
        Assert.Equal((PodPhase.Succeeded, "7"), (status.Phase, status.Outputs!["seven"]));
        Assert.Equal(["main", "first", "second", "side"], pod.LogNames);
        Assert.Equal("from first\n", cluster.Out("after-init", "first"));
        Assert.Equal(["one", "oops"], cluster.Out("after-init", "second").TrimEnd().Split('\n').Order());
        Assert.Equal("one\ntwo\n", cluster.Out("after-init"));
        Assert.Equal("two\n", cluster.Out("after-init", "side"));
    }

    [Fact]
    public async Task InitContainer_ThatFails_IsTheEndOfThePod_WithItsLog()
    {
        var pod = cluster.Shell("bad-init", "echo never") with
        {
            InitContainers = [new ContainerSpec { Name = "bad", Command = ["sh", "-c", "echo trouble; exit 3"] }, new ContainerSpec { Name = "unreached", Command = ["true"] }],
        };

        var status = await Console.RunAsync(pod);

        Assert.Equal((PodPhase.Failed, 3, PodStatus.InitFailed, "Init container 'bad' exited with code 3."), (status.Phase, status.ExitCode, status.Reason, status.Message));
        Assert.Equal("trouble\n", cluster.Out("bad-init", "bad"));
        await cluster.Runtime.RemoveAsync("bad-init", CancellationToken.None);
    }

    [Fact]
    public async Task InitContainer_ThatIsStopped_EndsThePodAsStopped()
    {
        await Console.StartAsync(cluster.Shell("stopped-init", "echo never") with { InitContainers = [new ContainerSpec { Name = "slow", Command = ["sh", "-c", "trap 'echo bye; exit 0' TERM; echo begun; while :; do sleep 0.1; done"] }] });
        await LogAsync("stopped-init", "begun\n", "slow");

        await cluster.Runtime.StopAsync("stopped-init", TimeSpan.FromSeconds(5), CancellationToken.None);

        var status = await Console.EndOfAsync("stopped-init");
        await cluster.Runtime.DrainLogsAsync("stopped-init", CancellationToken.None);
        Assert.Equal((PodPhase.Failed, "Stopped before it began."), (status.Phase, status.Message));
        Assert.Equal(["begun", "bye"], cluster.Out("stopped-init", "slow").Split('\n').Where(line => line is "begun" or "bye"));
    }

    [Fact]
    public async Task Workspace_IsSharedCopiedAndRemoved()
    {
        await Console.RunAsync(cluster.Shell("writer", "echo shared >file"));
        await Console.RunAsync(cluster.Shell("reader", "cat file"));
        Assert.Equal("shared\n", cluster.Out("reader"));

        await cluster.Runtime.CopyWorkspaceAsync("work", "copy", CancellationToken.None);
        await Console.RunAsync(cluster.Shell("copied", "cat file") with { Workspace = "copy" });
        Assert.Equal("shared\n", cluster.Out("copied"));

        await cluster.Runtime.RemoveWorkspaceAsync("copy", CancellationToken.None);
        await Console.RunAsync(cluster.Shell("after", "ls") with { Workspace = "copy" });
        Assert.Equal("", cluster.Out("after"));
    }

    [Fact]
    public async Task Use_OfWhatRuns_IsMeasured()
    {
        await Console.StartAsync(cluster.Shell("spinner", "while :; do :; done"));
        await Console.RunningAsync("spinner");

        var use = await Eventually.ValueAsync(
            async () => (await cluster.Runtime.SampleAsync(["spinner", "nothing"], CancellationToken.None)).GetValueOrDefault("spinner") is { CpuTime.TotalMilliseconds: > 100 } reading ? reading : null,
            "processor time is measured", TimeSpan.FromSeconds(60));

        Assert.True(use.MemoryBytes > 0);
        await cluster.Runtime.StopAsync("spinner", TimeSpan.Zero, CancellationToken.None);
    }

    private Task LogAsync(string pod, string text, string container = "main") => Eventually.TrueAsync(
        () => File.Exists(cluster[$"logs/{pod}/{container}.out"]) && cluster.Out(pod, container) == text, $"the log of {pod} is {text}", TimeSpan.FromSeconds(30));
}
