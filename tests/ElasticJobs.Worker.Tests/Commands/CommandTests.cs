using System.Text.Json;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Worker.Tests.Fakes;

namespace ElasticJobs.Worker.Tests.Commands;

/// <summary>Commands from their frame to their result, in each shell.</summary>
public sealed class CommandTests
{
    [Theory]
    [MemberData(nameof(Shells.All), MemberType = typeof(Shells))]
    public async Task Command_Succeeds_ResultHasWhatIsKnownOfIt(string shell)
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue, shell).StartWorker();

        var index = queue.Put("i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done; echo out; echo err >&2; sleep 0.3");
        var end = await queue.EndOfAsync(index);

        Assert.Equal(("result", "command", "request-1", "0"), (end.Kind, end.Query["taskType"], end.Query["requestId"], end.Query["exitCode"]));
        Assert.False(end.Query.ContainsKey("lastCode"));
        Assert.Equal("out\n"u8.ToArray(), queue.Log(index));
        Assert.Equal("err\n"u8.ToArray(), queue.Log(index, "stderr"));
        var summary = JsonDocument.Parse(end.Body).RootElement;
        Assert.Contains("out\n", summary.GetProperty("outputTail").GetString());
        Assert.InRange(summary.GetProperty("durationMs").GetInt64(), 290, 20_000);
        Assert.InRange(summary.GetProperty("peakMemoryBytes").GetInt64(), 100_000, 1_000_000_000);
        Assert.InRange(summary.GetProperty("cpuSeconds").GetDouble(), 0.001, 20);
    }

    [Theory]
    [MemberData(nameof(Shells.All), MemberType = typeof(Shells))]
    public async Task Command_Fails_IsDoneWithItsCode(string shell)
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue, shell).StartWorker();

        var index = queue.Put("echo no >&2; exit 7");
        var end = await queue.EndOfAsync(index);

        Assert.Equal(("7", "500", false), (end.Query["exitCode"], end.Query["lastCode"], end.IsNegative));
    }

    [Fact]
    public async Task Command_FailsAndIsToBeRetried_IsGivenBack()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue).StartWorker();

        var index = queue.Put("exit 7", ("retry", "true"));
        var end = await queue.EndOfAsync(index);

        Assert.True(end.IsNegative);
        Assert.Equal("_code_=TaskFailed&_reason_=exit%20code%207", end.Text);
    }

    [Theory]
    [MemberData(nameof(Shells.All), MemberType = typeof(Shells))]
    public async Task Command_TakesTooLong_IsStoppedWithAllItsProcesses(string shell)
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue, shell).StartWorker();

        // The inner one takes no TERM.
        var index = queue.Put("sh -c 'trap \"\" TERM; while :; do sleep 0.17171; done' & echo begun; wait; wait; sleep 100", ("timeout", "500ms"));
        var end = await queue.EndOfAsync(index);

        Assert.Equal(("124", "408"), (end.Query["exitCode"], end.Query["lastCode"]));
        Assert.Contains("longer than 500ms", end.Text);
        await Eventually.TrueAsync(() => TestInstance.Running("0.17171") == 0, "nothing is left of the command");
    }

    [Theory]
    [MemberData(nameof(Shells.All), MemberType = typeof(Shells))]
    public async Task Command_Cancelled_StopsAndIsNotCommitted(string shell)
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue, shell).StartWorker();
        var index = queue.Put("echo begun; sleep 100.4711");
        await queue.LogHasAsync(index, "begun");

        await queue.CancelAsync(index);

        await Eventually.TrueAsync(() => TestInstance.Running("100.4711") == 0, "the command has ended");
        await Eventually.TrueAsync(() => Directory.GetDirectories(Path.Combine(instance.Path, "tasks")).Length == 0, "the task is forgotten");
        Assert.Empty(queue.Commits(index));
    }

    [Fact]
    public async Task Command_Cancelled_NextOneWaitsUntilItHasEnded()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue).StartWorker();
        var index = queue.Put("trap 'sleep 0.6; touch ended; exit' TERM; echo begun; while :; do sleep 0.05; done");
        await queue.LogHasAsync(index, "begun");

        await queue.CancelAsync(index);
        var next = queue.Put("[ -e ended ]");

        Assert.Equal("0", (await queue.EndOfAsync(next)).Query["exitCode"]);
    }

    [Fact]
    public async Task Command_LeavesProcessesBehind_TheyEndWithIt()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue).StartWorker();

        var index = queue.Put("sleep 100.4242 & echo done");
        await queue.EndOfAsync(index);

        await Eventually.TrueAsync(() => TestInstance.Running("100.4242") == 0, "what it left behind has ended");
    }

    [Theory]
    [MemberData(nameof(Shells.All), MemberType = typeof(Shells))]
    public async Task Command_WithOddTagsAndLines_GetsThemAsTheyAre(string shell)
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue, shell).StartWorker();
        const string odd = "it's \"odd\" $HOME `x` \\ \n 中文 *";

        var index = queue.Put("cat <<'X'\na 'b' \"c\"\nX\nprintf '%s|%s|%s' \"$EJ_TAG_WEIRD_NAME\" \"$EJ_TASK_INDEX\" \"$EJ_REQUEST_ID\"", ("weird-name", odd), ("_reserved_", "x"));
        await queue.EndOfAsync(index);

        Assert.Equal($"a 'b' \"c\"\n{odd}|1|request-1", System.Text.Encoding.UTF8.GetString(queue.Log(index)));
    }

    [Fact]
    public async Task Commands_UpToTheWindow_RunTogether()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue).With(InstanceVariables.Window, 4).StartWorker();

        // Each waits for the three others.
        var meet = Path.Combine(instance.Path, "met");
        var indexes = Enumerable.Range(0, 4).Select(i => queue.Put($"echo {i} >> {meet}; until [ $(wc -l < {meet}) = 4 ]; do sleep 0.02; done")).ToList();

        foreach (var index in indexes)
            Assert.Equal("0", (await queue.EndOfAsync(index)).Query["exitCode"]);
    }

    [Fact]
    public async Task Commands_OneAfterTheOther_LeaveNothingOnFile()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue).StartWorker();

        var indexes = Enumerable.Range(0, 30).Select(i => queue.Put($"exit {i % 3}")).ToList();

        foreach (var index in indexes)
            Assert.Equal($"{(index - 1) % 3}", (await queue.EndOfAsync(index)).Query["exitCode"]);
        await Eventually.TrueAsync(() => Directory.GetDirectories(Path.Combine(instance.Path, "tasks")).Length == 0, "their directories are gone");
    }

    [Fact]
    public async Task Frame_WithoutSense_IsDoneWithTheReason()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue).StartWorker();

        var type = await queue.EndOfAsync(queue.Put("x"u8.ToArray(), ("taskType", "dance")));
        var time = await queue.EndOfAsync(queue.Put("true", ("timeout", "soon")));
        var port = await queue.EndOfAsync(queue.Put("x"u8.ToArray(), ("taskType", "query")));

        Assert.All([type, time, port], end => Assert.Equal("400", end.Query["lastCode"]));
        Assert.Contains("taskType is 'dance'", type.Text);
        Assert.Contains("timeout is 'soon'", time.Text);
        Assert.Contains("no port", port.Text);
    }

    [Fact]
    public async Task Payload_ThatLiesElsewhere_IsFetched()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue).StartWorker();
        queue.Stored["/api/predict/train/payloads/1"] = "echo from far"u8.ToArray();

        var index = queue.Put("", ("_url_", $"{queue.Url}/payloads/1"));
        await queue.EndOfAsync(index);

        Assert.Equal("from far\n"u8.ToArray(), queue.Log(index));
    }
}
