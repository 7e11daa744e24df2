using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Kubernetes.Tests.Pods;

public sealed class ContainerScriptTests
{
    private const string End = "\u001ef00d end\n";
    private const string Err = "\u001ef00d err\n";

    public static TheoryData<string> Shells => ScriptRun.Shells;

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Command_RunsWithItsFilesAndArguments_AndLeavesItsOutputs(string shell)
    {
        using var run = new ScriptRun(shell);
        var files = new Dictionary<string, string> { ["task.sh"] = "printf '%s|' \"$@\"; echo oops >&2; printf 42 >$EJ_OUTPUTS/rows; echo tail; printf x >$EJ_OUTPUTS/b.c", ["lib/it's.txt"] = new string('é', 60_000) + "\n\n" };

        var code = await run.RunAsync(["sh", run["pod/task.sh"], "a b", "$HOME", "it's"], files);

        Assert.Equal(0, code);
        Assert.Equal("a b|$HOME|it's|tail\n" + End, run.Out);
        Assert.Equal("oops\n" + Err, run.Err);
        Assert.Equal("\u0002b.c\u001fx\u001erows\u001f42\u001e\u0004", run.Message);
        Assert.Equal(new string('é', 60_000) + "\n\n", File.ReadAllText(run["pod/lib/it's.txt"]));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Environment_OfTheTask_HasNeitherFilesNorToken(string shell)
    {
        using var run = new ScriptRun(shell);

        await run.RunAsync(["env"], new() { ["a"] = "b" });

        Assert.Contains("EJ_OUTPUTS=", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("EJ_FILE", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("EJ_FRAME", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dash", "exit 3", 3)]
    [InlineData("bash", "exit 3", 3)]
    [InlineData("busybox", "exit 3", 3)]
    [InlineData("dash", "kill -SEGV $$", 139)]
    [InlineData("bash", "kill -SEGV $$", 139)]
    [InlineData("busybox", "kill -SEGV $$", 139)]
    [InlineData("dash", "exit 127", 127)]
    [InlineData("bash", "exit 127", 127)]
    [InlineData("busybox", "exit 127", 127)]
    [InlineData("dash", "kill -INT $$; sleep 20", 130)]
    [InlineData("bash", "kill -INT $$; sleep 20", 130)]
    public async Task ExitCode_IsTheCommandsOwn(string shell, string command, int code)
    {
        using var run = new ScriptRun(shell);

        Assert.Equal(code, await run.RunAsync(["bash", "-c", command]));
        Assert.Equal(End, run.Out);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Term_ReachesTheTask_WhichEndsInItsOwnTime(string shell)
    {
        using var run = new ScriptRun(shell);
        run.Start(["bash", "-c", $"trap 'sleep 0.3; echo saved; exit 5' TERM; touch {run["ready"]}; while :; do sleep 0.05; done"]);
        await Eventually.TrueAsync(() => File.Exists(run["ready"]), "the task has begun");

        await run.TermAsync();

        Assert.Equal(5, await run.EndAsync());
        Assert.StartsWith("saved\n", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Term_ReachesProcessesBelowTheTask_AndWaitsForThem(string shell)
    {
        using var run = new ScriptRun(shell);
        // The outer shell dies at once; what it started goes on to save its work.
        run.Start(["sh", "-c", $"bash -c \"trap 'sleep 0.4; echo saved; exit 0' TERM; touch {run["ready"]}; while :; do sleep 0.05; done\"; echo never"]);
        await Eventually.TrueAsync(() => File.Exists(run["ready"]), "the task has begun");

        await run.TermAsync();

        Assert.Equal(143, await run.EndAsync());
        Assert.Equal("saved\n" + End, run.Out);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Processes_LeftBehind_EndWithTheCommand(string shell)
    {
        using var run = new ScriptRun(shell);

        Assert.Equal(0, await run.RunAsync(["sh", "-c", "sleep 60 & echo done"]));
        Assert.Equal("done\n" + End, run.Out);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Outputs_ThatAreTooLarge_AreToldByTheirSizes(string shell)
    {
        using var run = new ScriptRun(shell);

        await run.RunAsync(["sh", "-c", "head -c 5000 /dev/zero | tr '\\0' x >$EJ_OUTPUTS/big; echo 1 >$EJ_OUTPUTS/small"]);

        var message = TerminationMessage.Read(run.Message);
        Assert.Null(message.Outputs);
        Assert.Contains("5002 bytes", message.TooLarge, StringComparison.Ordinal);
        Assert.Contains("big 5000 bytes, small 2 bytes", message.TooLarge, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Results_FollowTheLog(string shell)
    {
        using var run = new ScriptRun(shell);

        await run.RunAsync(["sh", "-c", "printf '{}' >$EJ_RESULTS/a.json; head -c 1048577 /dev/zero >$EJ_RESULTS/big.json; echo x >$EJ_RESULTS/other; printf tail"]);

        Assert.Equal("tail\u001ef00d file a.json\n\u001ef00d data e30=\n" + End, run.Out);
        Assert.StartsWith("The result big.json is left out", run.Err, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Program_ThatIsNotThere_IsSaidInTheMessage(string shell)
    {
        using var run = new ScriptRun(shell);

        Assert.Equal(127, await run.RunAsync(["no-such-program", "x"]));
        Assert.StartsWith("There is no program 'no-such-program' in the image", TerminationMessage.Read(run.Message).Refusal, StringComparison.Ordinal);
        Assert.EndsWith(Err, run.Err, StringComparison.Ordinal);
        Assert.Equal(End, run.Out);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Gate_HoldsTheCommandBack_UntilItsFileHasContent(string shell)
    {
        using var run = new ScriptRun(shell);
        File.WriteAllText(run["go"], "");
        run.Start(["sh", "-c", $"echo ran; cat {run["go"]}"], new() { [".ready"] = "" }, gate: "go");
        await Eventually.TrueAsync(() => File.Exists(run["pod/.ready"]), "the script has begun");
        await Task.Delay(TimeSpan.FromMilliseconds(500));

        File.WriteAllText(run["go"], "now\n");

        Assert.Equal(0, await run.EndAsync());
        Assert.Equal("ran\nnow\n" + End, run.Out);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Term_BeforeTheGate_IsTheEnd_AndNothingRuns(string shell)
    {
        using var run = new ScriptRun(shell);
        run.Start(["touch", run["ran"]], new() { [".ready"] = "" }, gate: "go");
        await Eventually.TrueAsync(() => File.Exists(run["pod/.ready"]), "the script has begun");
        await Task.Delay(TimeSpan.FromMilliseconds(300));

        await run.TermAsync();

        Assert.Equal(143, await run.EndAsync());
        Assert.Equal((End, Err), (run.Out, run.Err));
        Assert.False(File.Exists(run["ran"]));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Program_ThatIsNotThere_IsSaidBeforeTheGate(string shell)
    {
        using var run = new ScriptRun(shell);
        run.Start(["no-such-program"], gate: "go");

        Assert.Equal(127, await run.EndAsync());
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Directory_ThatIsNotThere_IsSaidInTheMessage(string shell)
    {
        using var run = new ScriptRun(shell);

        Assert.Equal(126, await run.RunAsync(["true"], directory: "/no/such"));
        Assert.Equal("There is no working directory '/no/such'. Make it in an earlier task, or correct workingDir.", TerminationMessage.Read(run.Message).Refusal);
    }
}
