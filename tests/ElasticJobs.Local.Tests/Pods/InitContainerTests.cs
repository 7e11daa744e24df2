using ElasticJobs.Core.Pods;
using ElasticJobs.Tests.Shared.Pods;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Local.Tests.Pods;

public sealed class InitContainerTests : IAsyncLifetime
{
    private readonly LocalMachine _machine = new();

    private WatchedRuntime Console => _machine.Console;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _machine.DisposeAsync();

    [Fact]
    public async Task InitContainers_RunOneAfterTheOtherBeforeTheOthers_EachWithALog()
    {
        var pod = Pod("order", "cat made/one made/two", Init("first", "sleep 0.3; mkdir made; echo 1 >made/one; echo from first"), Init("second", "cat made/one; echo 2 >made/two; echo oops >&2"));
        pod = pod with { Containers = [pod.Containers[0] with { WorkingDir = "made", Command = ["sh", "-c", "cat one two; echo 7 >$EJ_OUTPUTS/seven; until [ -e ../side ]; do sleep 0.1; done"] }, Init("side", "cat made/two; touch side; sleep 60")] };

        var status = await Console.RunAsync(pod);

        Assert.Equal((PodPhase.Succeeded, "7"), (status.Phase, status.Outputs!["seven"]));
        Assert.Equal("from first\n", _machine.Out("order", "first"));
        Assert.Equal("1\n", _machine.Out("order", "second"));
        Assert.Equal("oops\n", File.ReadAllText(Path.Combine(pod.LogDirectory, "second.err")));
        Assert.Equal("1\n2\n", _machine.Out("order"));
        Assert.Equal("2\n", _machine.Out("order", "side"));
    }

    [Fact]
    public async Task InitContainer_ThatFails_EndsThePodBeforeTheOthersBegin()
    {
        var status = await Console.RunAsync(Pod("bad", "touch begun", Init("fetch", "echo trouble; exit 3"), Init("unreached", "touch begun")));

        Assert.Equal((PodPhase.Failed, 3, PodStatus.InitFailed, "Init container 'fetch' exited with code 3."), (status.Phase, status.ExitCode, status.Reason, status.Message));
        Assert.Equal("trouble\n", _machine.Out("bad", "fetch"));
        Assert.False(File.Exists(_machine["workspaces/work/begun"]));
    }

    [Fact]
    public async Task InitContainer_WhoseProgramIsMissing_IsAStartError()
    {
        var first = await Assert.ThrowsAsync<PodStartException>(() => Console.StartAsync(Pod("first", "true", Init("ghost", "") with { Command = ["no-such-program"] })));
        var later = await Console.RunAsync(Pod("later", "true", Init("fine", "true"), Init("ghost", "") with { Command = ["no-such-program"] }));

        Assert.Contains("'no-such-program'", first.Message, StringComparison.Ordinal);
        Assert.Equal((PodPhase.Failed, PodStatus.StartError), (later.Phase, later.Reason));
        Assert.StartsWith("Init container 'ghost' could not be started: ", later.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InitContainer_ThatIsStopped_EndsThePodAsStopped()
    {
        await Console.StartAsync(Pod("stopped", "touch begun", Init("slow", "trap 'echo bye; exit 0' TERM; echo begun; while :; do sleep 0.1; done")));
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(_machine["logs/stopped"], "slow.out")) && _machine.Out("stopped", "slow") == "begun\n", "the init container runs");

        await Console.Runtime.StopAsync("stopped", TimeSpan.FromSeconds(10), default);

        var status = await Console.EndOfAsync("stopped");
        Assert.Equal((PodPhase.Failed, "Stopped on request."), (status.Phase, status.Message));
        Assert.Equal("begun\nbye\n", _machine.Out("stopped", "slow"));
        Assert.False(File.Exists(_machine["workspaces/work/begun"]));
    }

    [Fact]
    public async Task Process_ThatAnInitContainerLeavesBehind_DoesNotRunBesideTheOthers()
    {
        var status = await Console.RunAsync(Pod("left", "sleep 1; test -e late && echo alive || echo gone", Init("leaver", "(sleep 0.5; touch late) &")));

        Assert.Equal(PodPhase.Succeeded, status.Phase);
        Assert.Equal("gone\n", _machine.Out("left"));
    }

    private static ContainerSpec Init(string name, string script) => new() { Name = name, Command = ["sh", "-c", script] };

    private PodSpec Pod(string name, string script, params IReadOnlyList<ContainerSpec> init) => _machine.Shell(name, script) with { InitContainers = init };
}
