using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Worker.Tests.Fakes;

namespace ElasticJobs.Worker.Tests.Queue;

/// <summary>What becomes of tasks when the connection, the lease or the worker goes.</summary>
public sealed class ConnectionTests
{
    private const string Waits = "echo begun >> starts; echo begun; until [ -e go ]; do sleep 0.05; done; echo done";

    [Fact]
    public async Task Connection_Cut_TaskGoesOnAndIsCommittedOnce()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue).StartWorker();
        var index = queue.Put(Waits);
        await queue.LogHasAsync(index, "begun");

        queue.Cut();
        await Eventually.TrueAsync(() => queue.Connections == 2, "the worker is connected again");
        await GoAsync(instance);
        await queue.EndOfAsync(index);

        await AssertOnceAsync(queue, instance, index);
    }

    [Fact]
    public async Task Lease_Renewed_TaskGoesOnUnderTheNewEpoch()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue).StartWorker();
        var index = queue.Put(Waits);
        await queue.LogHasAsync(index, "begun");

        queue.GiveAnew(index);
        await GoAsync(instance);

        Assert.Equal("2", (await queue.EndOfAsync(index)).Query["_epoch_"]);
        await AssertOnceAsync(queue, instance, index);
    }

    [Fact]
    public async Task Lease_Lost_TaskIsStoppedAndNotCommitted()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue).StartWorker();
        var index = queue.Put("echo begun; while :; do echo more; sleep 0.16161; done");
        await queue.LogHasAsync(index, "begun");

        queue.TakeAway(index);

        await Eventually.TrueAsync(() => TestInstance.Running("0.16161") == 0 && queue.Refusals > 0, "the command has ended");
        var next = queue.Put("true");
        await queue.EndOfAsync(next);
        Assert.Empty(queue.Commits(index));
    }

    [Fact]
    public async Task Lease_LostAndGivenAnew_TaskRunsAgain()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue).StartWorker();
        var index = queue.Put(Waits);
        await queue.LogHasAsync(index, "begun");
        await queue.CancelAsync(index);
        await Eventually.TrueAsync(() => Directory.GetDirectories(Path.Combine(instance.Path, "tasks")).Length == 0, "the first has ended");

        queue.GiveAnew(index);
        await Eventually.TrueAsync(() => File.ReadAllLines(Path.Combine(instance.Path, "starts")).Length == 2, "it has begun again");
        await GoAsync(instance);

        Assert.Equal("3", (await queue.EndOfAsync(index)).Query["_epoch_"]);
    }

    [Theory]
    [MemberData(nameof(Shells.All), MemberType = typeof(Shells))]
    public async Task Worker_Killed_NextOneFindsTheTaskAndCommitsItOnce(string shell)
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue, shell);
        var first = instance.StartWorkerProcess();
        var index = queue.Put("i=0; echo x >> starts; while [ ! -e go ]; do i=$((i + 1)); echo \"line $i\"; sleep 0.01; done; echo last");
        await queue.LogHasAsync(index, "line 20");

        first.Kill();
        await first.WaitForExitAsync();
        instance.StartWorkerProcess();
        await Eventually.TrueAsync(() => queue.Connections == 2, "the next worker is connected");
        await GoAsync(instance);
        await queue.EndOfAsync(index);

        var lines = System.Text.Encoding.UTF8.GetString(queue.Log(index)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([.. Enumerable.Range(1, lines.Length - 1).Select(i => $"line {i}"), "last"], lines);
        await AssertOnceAsync(queue, instance, index);
    }

    [Fact]
    public async Task Worker_KilledBeforeTheTaskEnds_NextOneFindsItsEnd()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue);
        var first = instance.StartWorkerProcess();
        var index = queue.Put($"{Waits}; exit 6");
        await queue.LogHasAsync(index, "begun");

        first.Kill();
        await first.WaitForExitAsync();
        await GoAsync(instance);
        await Eventually.TrueAsync(() => Directory.GetFiles(instance.Path, "exit", SearchOption.AllDirectories).Length == 1, "the command has ended");
        instance.StartWorker();

        Assert.Equal("6", (await queue.EndOfAsync(index)).Query["exitCode"]);
        await AssertOnceAsync(queue, instance, index);
    }

    [Fact]
    public async Task Task_ThatComesAgainAfterItsEnd_IsNotBegunAgain()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue);
        var first = instance.StartWorkerProcess();
        var index = queue.Put(Waits);
        await queue.LogHasAsync(index, "begun");
        first.Kill();
        await first.WaitForExitAsync();
        await GoAsync(instance);

        queue.IsSlow = true;
        instance.StartWorker();
        await queue.EndOfAsync(index);
        await Eventually.TrueAsync(() => Directory.GetDirectories(Path.Combine(instance.Path, "tasks")).Length == 0, "the task is done with");
        queue.Release();

        await AssertOnceAsync(queue, instance, index);
    }

    [Fact]
    public async Task Task_GivenBackAndGivenAnewAtOnce_RunsAgain()
    {
        await using var queue = await FakeQueue.StartAsync();
        queue.GivesAgainAtOnce = true;
        await using var instance = TestInstance.Start(queue).StartWorker();

        var indexes = Enumerable.Range(0, 10).Select(i => queue.Put($"echo x >> tries{i}; [ $(wc -l < tries{i}) = 3 ]", ("retry", "true"))).ToList();

        foreach (var index in indexes)
        {
            await Eventually.TrueAsync(() => queue.Commits(index).Any(commit => !commit.IsNegative), $"task {index} is done");
            Assert.Equal(["1", "2", "3"], queue.Commits(index).Select(commit => commit.Query["_epoch_"]));
        }
    }

    private static Task GoAsync(TestInstance instance) => File.WriteAllTextAsync(Path.Combine(instance.Path, "go"), "");

    private static async Task AssertOnceAsync(FakeQueue queue, TestInstance instance, ulong index)
    {
        // The next has its place only after the first is done with.
        await queue.EndOfAsync(queue.Put("true"));
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(instance.Path, "starts")));
        Assert.Single(queue.Commits(index));
    }
}
