using ElasticJobs.Core.Queues;

namespace ElasticJobs.Scheduler.Tests.Queues;

/// <summary>Large payloads lie in files and are there for whoever reads, until their frame has gone.</summary>
public sealed class PayloadTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly Dictionary<string, string> All = [];
    private static readonly ConsumerName Worker = new(OpenQueue.Workers, "a");
    private static readonly string Large = new('x', 101);
    private static readonly QueueSettings Settings = QueueSettings.Default with { OffloadBytes = 100, Rules = new QueueRules { MaxDeliveries = 1 } };

    [Fact]
    public async Task LargePayload_IsAFile_AndReadersSeeNoDifference_AlsoAfterARestart()
    {
        await using var queue = await OpenQueue.OpenAsync(Settings);
        await queue.PutAsync(Large);
        await queue.PutAsync(Large[1..]);

        Assert.Single(queue.PayloadFiles);
        var stored = await queue.StoredAsync(1);
        Assert.Equal((0, 101L), (stored.Data.Length, stored.Payload!.Value.Length));
        await queue.RestartAsync();
        Assert.Equal([101, 100], (await queue.Input.GetAsync(0, 9, All, null, TimeSpan.Zero, delete: false, None)).Select(frame => frame.Data.Length));
        Assert.Equal(101, (await queue.Input.PayloadOfAsync(1, None))!.Value.Length);
        await using var plain = queue.Watch("b", group: "others");
        Assert.Equal(101, (await plain.NextAsync()).Frame.Data.Length);
        await using var worker = queue.Watch("a", byReference: true);
        var given = (await worker.NextAsync()).Frame;
        Assert.Equal((0, 101L), (given.Data.Length, given.Payload!.Value.Length));

        await queue.Input.CommitAsync(1, Worker, null, None);
        Assert.Single(queue.PayloadFiles);
        await queue.Input.CommitAsync(1, new ConsumerName("others", "b"), null, None);
        Assert.Empty(queue.PayloadFiles);
        Assert.Null(await queue.Input.PayloadOfAsync(1, None));
    }

    [Fact]
    public async Task DeletedFrame_TakesItsFileAlong_AfterItWasRead()
    {
        await using var queue = await OpenQueue.OpenAsync(Settings);
        await queue.PutAsync(Large);

        var taken = Assert.Single(await queue.Input.GetAsync(0, 9, All, null, TimeSpan.Zero, delete: true, None));

        Assert.Equal((101, 0), (taken.Data.Length, queue.PayloadFiles.Count));
    }

    [Fact]
    public async Task Put_ThatIsThereAlready_LeavesNoFile()
    {
        await using var queue = await OpenQueue.OpenAsync(Settings);
        await queue.Input.PutAsync(OpenQueue.Put(Large) with { RequestId = "r" }, None);

        Assert.False((await queue.Input.PutAsync(OpenQueue.Put(Large + "y") with { RequestId = "r" }, None)).IsNew);

        Assert.Single(queue.PayloadFiles);
    }

    [Fact]
    public async Task DeadLetter_KeepsItsFile_IntoTheQueueAgain_AndAnEditReplacesIt()
    {
        await using var queue = await OpenQueue.OpenAsync(Settings);
        await queue.PutAsync(Large);
        await BuryAsync(queue, 1);
        var file = Assert.Single(queue.PayloadFiles);
        Assert.Equal(101, Assert.Single(await queue.Queue.DeadLetters.GetAsync(0, 9, All, null, TimeSpan.Zero, delete: false, None)).Data.Length);

        Assert.Equal(new Replays(1), await queue.Queue.ReplayAsync([1], None));
        Assert.Equal(file, Assert.Single(queue.PayloadFiles));
        await BuryAsync(queue, 2);
        Assert.True(await queue.Queue.EditDeadLetterAsync(2, OpenQueue.Put(Large + "y"), None));
        Assert.NotEqual(file, Assert.Single(queue.PayloadFiles));
        await queue.RestartAsync();
        Assert.NotNull(await queue.Queue.ReplayAsync(2, OpenQueue.Put("small"), None));

        Assert.Empty(queue.PayloadFiles);
        Assert.Equal(5, Assert.Single(await queue.Input.GetAsync(0, 9, All, null, TimeSpan.Zero, delete: false, None)).Data.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DeadLetter_WhosePayloadStays_KeepsItsFile_AlsoOneThatIsLost(bool isLost)
    {
        await using var queue = await OpenQueue.OpenAsync(Settings);
        await queue.PutAsync(Large);
        await BuryAsync(queue, 1);
        var file = Assert.Single(queue.PayloadFiles);
        if (isLost)
            File.Delete(file);
        var dead = Assert.Single(await queue.Queue.DeadLetters.GetAsync(0, 9, All, null, TimeSpan.Zero, delete: false, None));
        var kept = new FramePut(default, new Dictionary<string, string> { ["lang"] = "zh" }, null, 3) { Payload = dead.Payload };

        Assert.True(await queue.Queue.EditDeadLetterAsync(1, kept, None));
        await queue.RestartAsync();
        Assert.Equal(isLost ? [] : [file], queue.PayloadFiles);
        Assert.NotNull(await queue.Queue.ReplayAsync(1, kept, None));

        Assert.Equal(isLost ? [] : [file], queue.PayloadFiles);
        Assert.Equal((dead.Payload, 3, "zh"), ((await queue.StoredAsync(2)).Payload, (await queue.StoredAsync(2)).Priority, (await queue.StoredAsync(2)).Tags["lang"]));
        var frame = Assert.Single(await queue.Input.GetAsync(0, 9, All, null, TimeSpan.Zero, delete: false, None));
        Assert.Equal((isLost ? 0 : 101, isLost ? "The file of its payload is gone." : null), (frame.Data.Length, frame.Reason));
    }

    [Fact]
    public async Task DeadLetter_WhosePayloadStays_HasTheOneThatAnotherEditGaveIt()
    {
        await using var queue = await OpenQueue.OpenAsync(Settings);
        await queue.PutAsync(Large);
        await BuryAsync(queue, 1);
        var dead = Assert.Single(await queue.Queue.DeadLetters.GetAsync(0, 9, All, null, TimeSpan.Zero, delete: false, None));
        await queue.Queue.EditDeadLetterAsync(1, OpenQueue.Put("small"), None);

        Assert.NotNull(await queue.Queue.ReplayAsync(1, new FramePut(default, dead.Tags) { Payload = dead.Payload }, None));

        Assert.Equal(5, Assert.Single(await queue.Input.GetAsync(0, 9, All, null, TimeSpan.Zero, delete: false, None)).Data.Length);
        Assert.Empty(queue.PayloadFiles);
    }

    [Fact]
    public async Task Result_ThatIsLarge_IsAFileOfTheSink()
    {
        await using var queue = await OpenQueue.OpenAsync(Settings);
        await queue.PutAsync(Large);
        await using var worker = queue.Watch("a");
        await worker.NextAsync();

        Assert.Equal(CommitVerdict.Accepted, await queue.Queue.CompleteAsync(1, Worker, 1, OpenQueue.Put(Large + "result"), None));

        Assert.Single(queue.PayloadFiles);
        Assert.Equal(107, Assert.Single(await queue.Queue.Output.GetAsync(0, 9, All, null, TimeSpan.Zero, delete: false, None)).Data.Length);
        Assert.Equal(CommitVerdict.Gone, await queue.Queue.CompleteAsync(1, Worker, 1, OpenQueue.Put(Large + "again"), None));
        Assert.Single(queue.PayloadFiles);
    }

    [Fact]
    public async Task File_ThatNoFrameNames_IsSwept_AndThoseOfFramesStay()
    {
        await using var queue = await OpenQueue.OpenAsync(Settings);
        await queue.PutAsync(Large);
        var named = Assert.Single(queue.PayloadFiles);
        var orphan = Path.Combine(Path.GetDirectoryName(named)!, new PayloadRef(Guid.NewGuid(), 7).ToString());
        await File.WriteAllTextAsync(orphan, "orphan");
        await File.WriteAllTextAsync(orphan + ".new", "half");
        await queue.RestartAsync();

        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(named)!))
            File.SetLastWriteTimeUtc(file, queue.Time.GetUtcNow().UtcDateTime);
        queue.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(0, queue.Queue.SweepPayloads());
        queue.Time.Advance(TimeSpan.FromSeconds(1));
        queue.Queue.SweepPayloads();

        Assert.Equal(named, Assert.Single(queue.PayloadFiles));
    }

    [Fact]
    public async Task File_ThatIsGone_IsSaid()
    {
        await using var queue = await OpenQueue.OpenAsync(Settings);
        await queue.PutAsync(Large);
        File.Delete(Assert.Single(queue.PayloadFiles));

        var frame = Assert.Single(await queue.Input.GetAsync(0, 9, All, null, TimeSpan.Zero, delete: false, None));

        Assert.Equal((0, "The file of its payload is gone."), (frame.Data.Length, frame.Reason));
        Assert.Null(await queue.Input.PayloadOfAsync(1, None));
    }

    private static async Task BuryAsync(OpenQueue queue, long index)
    {
        await using var watch = queue.Watch("a");
        var given = await watch.NextAsync();
        Assert.True(await queue.Input.RejectAsync(index, Worker, given.Epoch, "Failed", "exit 1", None));
    }
}
