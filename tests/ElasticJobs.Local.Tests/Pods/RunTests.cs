using ElasticJobs.Core.Pods;
using ElasticJobs.Tests.Shared.Pods;

namespace ElasticJobs.Local.Tests.Pods;

public sealed class RunTests : IAsyncLifetime
{
    private readonly LocalMachine _machine = new();

    private WatchedRuntime Console => _machine.Console;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _machine.DisposeAsync();

    [Fact]
    public async Task Command_ThatSucceeds_IsToldFromPendingToSucceeded()
    {
        // Who watches later may find it running.
        await Console.SnapshotAsync();
        var status = await Console.RunAsync(_machine.Shell("good", "echo hello; echo oops >&2") with { Labels = new Dictionary<string, string> { ["a"] = "b" } });

        Assert.Equal(PodPhase.Succeeded, status.Phase);
        Assert.Equal(0, status.ExitCode);
        Assert.Null(status.Reason);
        Assert.Null(status.Message);
        Assert.Equal("b", status.Labels["a"]);
        Assert.True(status.StartedAt <= status.FinishedAt);
        Assert.Equal("hello\n", _machine.Out("good"));
        Assert.Equal("oops\n", _machine.Err("good"));
        Assert.Equal(PodPhase.Pending, Console.Told.First().Phase);
    }

    [Fact]
    public async Task Command_ThatFails_HasItsExitCode()
    {
        var status = await Console.RunAsync(_machine.Shell("bad", "exit 3"));

        Assert.Equal((PodPhase.Failed, 3, null), (status.Phase, status.ExitCode, status.Reason));
    }

    [Fact]
    public async Task Command_EndedBySignal_Has128PlusSignal()
    {
        var status = await Console.RunAsync(_machine.Shell("segv", "kill -SEGV $$"));

        Assert.Equal((PodPhase.Failed, 139), (status.Phase, status.ExitCode));
    }

    [Fact]
    public async Task Command_ThatKillsItsWholeGroup_StillHasAnEndAndItsOutput()
    {
        var status = await Console.RunAsync(_machine.Shell("suicide", "echo last words; kill -KILL 0"));

        Assert.Equal((PodPhase.Failed, 137, "Killed"), (status.Phase, status.ExitCode, status.Reason));
        Assert.Equal("last words\n", _machine.Out("suicide"));
    }

    [Fact]
    public async Task Command_CanBeInterrupted_LikeInATerminal()
    {
        var status = await Console.RunAsync(_machine.Shell("int", "kill -INT $$; sleep 20"));

        Assert.Equal(130, status.ExitCode);
    }

    [Fact]
    public async Task Output_OpenedByItsDeviceName_TruncatesNothing()
    {
        await Console.RunAsync(_machine.Shell("device", "echo one; echo two > /dev/stdout; echo three > /dev/stderr; echo four > /dev/stderr; echo five"));

        Assert.Equal("one\ntwo\nfive\n", _machine.Out("device"));
        Assert.Equal("three\nfour\n", _machine.Err("device"));
    }

    [Fact]
    public async Task Output_OfOneMegabyteLineAndBinaryBytes_IsKeptAsItIs()
    {
        await Console.RunAsync(_machine.Shell("long", "head -c 1048576 /dev/zero | tr '\\0' x; echo; printf '\\000\\377\\200' >&2"));

        var output = File.ReadAllBytes(_machine["logs/long/main.out"]);
        Assert.Equal(1_048_577, output.Length);
        Assert.All(output[..^1], one => Assert.Equal((byte)'x', one));
        Assert.Equal(new byte[] { 0, 0xff, 0x80 }, File.ReadAllBytes(_machine["logs/long/main.err"]));
    }

    [Fact]
    public async Task Output_IsAllOnFile_WhenTheEndIsTold()
    {
        for (var i = 0; i < 20; i++)
        {
            await Console.RunAsync(_machine.Shell($"burst-{i}", "seq 1 20000"));
            Assert.EndsWith("\n20000\n", _machine.Out($"burst-{i}"));
        }
    }

    [Fact]
    public async Task Outputs_AreReadTrimmed_AndOddNamesAreTold()
    {
        var status = await Console.RunAsync(_machine.Shell("outputs",
            "echo 344 > $EJ_OUTPUTS/rows; printf 'a\\nb\\n' > $EJ_OUTPUTS/two.lines; echo x > \"$EJ_OUTPUTS/bad name\"; mkdir $EJ_OUTPUTS/dir; mkfifo $EJ_OUTPUTS/pipe"));

        Assert.Equal(PodPhase.Succeeded, status.Phase);
        Assert.Equal("344", status.Outputs!["rows"]);
        Assert.Equal("a\nb", status.Outputs["two.lines"]);
        Assert.DoesNotContain("bad name", status.Outputs.Keys);
        Assert.Contains("bad name", status.Message);
    }

    [Fact]
    public async Task Outputs_Above4KB_FailThePodWithTheirSizes()
    {
        var status = await Console.RunAsync(_machine.Shell("large", "head -c 3000 /dev/zero | tr '\\0' x > $EJ_OUTPUTS/a; head -c 2000 /dev/zero | tr '\\0' x > $EJ_OUTPUTS/b"));

        Assert.Equal((PodPhase.Failed, "OutputsTooLarge", 0), (status.Phase, status.Reason, status.ExitCode));
        Assert.Contains("5000 bytes", status.Message);
        Assert.Contains("a 3000", status.Message);
        Assert.Null(status.Outputs);
    }

    [Fact]
    public async Task Results_AreReadByFileName()
    {
        await Console.RunAsync(_machine.Shell("results", "echo '[]' > $EJ_RESULTS/metrics.json; echo no > $EJ_RESULTS/note.txt"));

        var results = await Console.Runtime.ReadResultsAsync("results", CancellationToken.None);

        Assert.Equal("[]\n", Assert.Single(results).Value);
        Assert.Empty(await Console.Runtime.ReadResultsAsync("never-was", CancellationToken.None));
    }

    [Fact]
    public async Task Environment_HoldsNothingOfTheConsole()
    {
        Environment.SetEnvironmentVariable("EJ_TEST_SECRET", "secret");
        await Console.RunAsync(_machine.Shell("env", "env", container => container with
        {
            Env = new Dictionary<string, string> { ["QUOTED"] = "it's \"$HOME\" `x`\n\\", ["dotted.name"] = "1", ["PPID"] = "7" },
        }));

        var environment = _machine.Out("env");
        Assert.DoesNotContain("secret", environment);
        Assert.Contains("QUOTED=it's \"$HOME\" `x`\n\\\n", environment);
        Assert.Contains("LANG=C.UTF-8\n", environment);
        Assert.Contains("TERM=dumb\n", environment);
        Assert.Contains($"EJ_WORKSPACE={_machine["workspaces/work"]}\n", environment);
        Assert.Contains($"EJ_POD_DIR={_machine["pods/env/files"]}\n", environment);
        Assert.All((string[])["PATH=", "HOME=", "USER=", "TMPDIR=", "EJ_OUTPUTS=", "EJ_RESULTS="], name => Assert.Contains(name, environment));
    }

    [Fact]
    public async Task Environment_WithNamesThatAreNoShellVariables_ReachesTheCommand()
    {
        var pod = _machine.Pod("odd", new ContainerSpec { Command = ["env"], Env = new Dictionary<string, string> { ["dotted.name"] = "a b", ["PPID"] = "7" } });

        await Console.RunAsync(pod);

        Assert.Contains("dotted.name=a b\n", _machine.Out("odd"));
        Assert.Contains("PPID=7\n", _machine.Out("odd"));
    }

    [Fact]
    public async Task Files_AreWrittenBeforeTheCommand_AndNamedByThePodDirectory()
    {
        var status = await Console.RunAsync(_machine.Pod("files", new ContainerSpec
        {
            Command = ["sh", "$EJ_POD_DIR/scripts/it's.sh", "a 'quoted' $ARG"],
            Files = new Dictionary<string, string> { ["scripts/it's.sh"] = "echo \"$1\"; pwd" },
        }));

        Assert.Equal(0, status.ExitCode);
        Assert.Equal($"a 'quoted' $ARG\n{_machine["workspaces/work"]}\n", _machine.Out("files"));
    }

    [Fact]
    public async Task WorkingDirectory_ThatIsRelative_BeginsAtTheWorkspace()
    {
        await Console.RunAsync(_machine.Shell("make", "mkdir -p deep/er"));
        await Console.RunAsync(_machine.Shell("pwd", "pwd", container => container with { WorkingDir = "deep/er" }));

        Assert.Equal($"{_machine["workspaces/work"]}/deep/er\n", _machine.Out("pwd"));
    }

    [Fact]
    public async Task Sidecar_HasItsOwnLog_AndEndsWithTheMainContainer()
    {
        var status = await Console.RunAsync(_machine.Pod("pair",
            new ContainerSpec { Name = "side", Command = ["sh", "-c", "echo side; sleep 60"] },
            new ContainerSpec { Command = ["sh", "-c", "sleep 0.2; echo main; exit 4"] }));

        Assert.Equal(4, status.ExitCode);
        Assert.Equal("main\n", _machine.Out("pair"));
        Assert.Equal("side\n", _machine.Out("pair", "side"));
    }

    [Theory]
    [InlineData("no-such-program-anywhere", "no program 'no-such-program-anywhere'")]
    [InlineData("./missing", "no program '")]
    [InlineData("/etc/passwd", "not executable")]
    [InlineData("/etc", "a directory")]
    public async Task Start_OfWhatCantRun_SaysWhy(string program, string expected)
    {
        var error = await Assert.ThrowsAsync<PodStartException>(() => Console.StartAsync(_machine.Pod("cant", new ContainerSpec { Command = [program] })));

        Assert.Equal("StartError", error.Reason);
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public async Task Start_WithoutPython_SaysWhatToInstall()
    {
        var pod = _machine.Pod("python", new ContainerSpec { Command = ["python3", "x.py"], Env = new Dictionary<string, string> { ["PATH"] = "/nowhere" } });

        var error = await Assert.ThrowsAsync<PodStartException>(() => Console.StartAsync(pod));

        Assert.Contains("apt-get install python3", error.Message);
    }

    [Fact]
    public async Task Start_InMissingDirectory_NamesIt()
    {
        var error = await Assert.ThrowsAsync<PodStartException>(() =>
            Console.StartAsync(_machine.Shell("where", "pwd", container => container with { WorkingDir = "not/there" })));

        Assert.Contains(_machine["workspaces/work/not/there"], error.Message);
    }

    [Fact]
    public async Task Start_OfProgramWhoseInterpreterIsMissing_FailsAsStartError()
    {
        var program = _machine["broken"];
        File.WriteAllText(program, "#!/no/such/interpreter\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var status = await Console.RunAsync(_machine.Pod("broken", new ContainerSpec { Command = [program] }));

        Assert.Equal((PodPhase.Failed, "StartError"), (status.Phase, status.Reason));
        Assert.Contains(program, status.Message);
    }

    [Fact]
    public async Task Remove_OfEndedPod_FreesItsNameAndKeepsItsLog()
    {
        await Console.RunAsync(_machine.Shell("again", "echo one"));
        await Console.Runtime.RemoveAsync("again", CancellationToken.None);
        Assert.False(Directory.Exists(_machine["pods/again"]));

        await Console.StartAsync(_machine.Shell("again", "echo two; exit 9"));
        await Console.WhenCodeAsync("again", 9);

        Assert.Equal("one\ntwo\n", _machine.Out("again"));
    }

    [Fact]
    public async Task Remove_OfRunningPod_IsRefused_AndOfUnknownPod_IsNothing()
    {
        await Console.StartAsync(_machine.Shell("busy", "sleep 60"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => Console.Runtime.RemoveAsync("busy", CancellationToken.None));
        await Console.Runtime.RemoveAsync("unknown", CancellationToken.None);
    }

    [Fact]
    public async Task RemoveWorkspace_TakesItAway()
    {
        await Console.RunAsync(_machine.Shell("fill", "mkdir a; echo x > a/b"));
        var path = Console.Runtime.WorkspacePath("work");

        await Console.Runtime.RemoveWorkspaceAsync("work", CancellationToken.None);
        await Console.Runtime.RemoveWorkspaceAsync("work", CancellationToken.None);

        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public async Task Pods_TwoHundredAtOnce_AllEndWithTheirOwnCode()
    {
        var names = Enumerable.Range(0, 200).Select(i => $"many-{i}").ToList();

        await Task.WhenAll(names.Select((name, i) => Console.StartAsync(_machine.Shell(name, $"echo {name}; exit {i % 7}"))));

        foreach (var (name, i) in names.Select((name, i) => (name, i)))
        {
            Assert.Equal(i % 7, (await Console.EndOfAsync(name)).ExitCode);
            Assert.Equal($"{name}\n", _machine.Out(name));
        }
    }
}
