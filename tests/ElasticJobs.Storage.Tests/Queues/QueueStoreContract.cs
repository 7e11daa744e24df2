using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Queues;
using ElasticJobs.Storage.Tests.Databases;

namespace ElasticJobs.Storage.Tests.Queues;

public abstract class QueueStoreContract(DatabaseKind kind) : StoreContract(kind)
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private IQueueStore Queues => Storage.Get<IQueueStore>();

    [Fact]
    public async Task Stream_IsTheSameWheneverItIsOpened_AndEachKindIsOne()
    {
        var input = await Queues.OpenAsync("train", StreamKind.Input, None);
        var output = await Queues.OpenAsync("train", StreamKind.Output, None);
        await using var other = await OpenAgainAsync();

        Assert.NotEqual(input, output);
        Assert.Equal(input, await other.Get<IQueueStore>().OpenAsync("train", StreamKind.Input, None));
        Assert.NotEqual(input, await Queues.OpenAsync("infer", StreamKind.Input, None));
    }

    [Fact]
    public async Task Put_IsReadAgainAsItWas_ByAnotherProcessToo()
    {
        var stream = await OpenAsync();
        var frame = Frame(1) with
        {
            Priority = 1,
            Tenant = "vision",
            Tags = new Dictionary<string, string> { ["taskType"] = "command", ["名"] = "企鹅" },
            Data = new byte[] { 0, 255, 10 },
            NotBefore = Noon.AddSeconds(5),
        };
        Assert.True(await Queues.PutAsync(stream, frame, None));

        await using var other = await OpenAgainAsync();
        var read = (await other.Get<IQueueStore>().FindAsync(stream, 1, None))!;
        Assert.Equal(frame.Data.ToArray(), read.Data.ToArray());
        Assert.Equal(frame.Tags, read.Tags);
        Assert.Equal(frame with { Data = default, Tags = read.Tags }, read with { Data = default });
        Assert.Equal(1, (await other.Get<IQueueStore>().FindAsync(stream, "r1", None))!.Index);
        Assert.Null(await Queues.FindAsync(stream, 2, None));
    }

    [Fact]
    public async Task Put_OfARequestThatIsThere_ChangesNothing_EvenWhenItIsDone()
    {
        var stream = await OpenAsync();
        await Queues.PutAsync(stream, Frame(1), None);
        await Queues.EndAsync(stream, [1], Committed, [], None);

        Assert.False(await Queues.PutAsync(stream, Frame(2) with { RequestId = "r1" }, None));
        Assert.True(await Queues.PutAsync(await Queues.OpenAsync("other", StreamKind.Input, None), Frame(1), None));
        Assert.Equal(1, await Queues.LastIndexAsync(stream, None));
    }

    [Fact]
    public async Task Heads_AreOfWhatIsNotDone_WithItsLease()
    {
        var stream = await OpenAsync();
        foreach (var index in new long[] { 1, 2, 3, 4 })
            await Queues.PutAsync(stream, Frame(index), None);
        await Queues.LeaseAsync(stream, [new FrameLease(2, 1, 1, "a"), new FrameLease(3, 1, 1, "a"), new FrameLease(4, 1, 1, "b")], None);
        await Queues.EndAsync(stream, [3], Committed, [], None);
        await Queues.ReturnAsync(stream, new LeaseEnd(4, 1, 1, Noon.AddSeconds(2), "lost"), None);

        var heads = await Queues.ReadHeadsAsync(stream, None).ToListAsync();

        Assert.Equal(
            [new FrameHead(1, 0, "", null, 0, 0, null), new FrameHead(2, 0, "", null, 1, 1, "a"), new FrameHead(4, 0, "", Noon.AddSeconds(2), 1, 1, null)],
            heads);
        Assert.Equal("lost", (await Queues.FindAsync(stream, 4, None))!.Reason);
    }

    [Fact]
    public async Task Lease_ThatIsStoredLate_ChangesNothing()
    {
        var stream = await OpenAsync();
        await Queues.PutAsync(stream, Frame(1), None);
        await Queues.LeaseAsync(stream, [new FrameLease(1, 2, 2, "b")], None);

        await Queues.LeaseAsync(stream, [new FrameLease(1, 1, 1, "a")], None);
        await Queues.ReturnAsync(stream, new LeaseEnd(1, 1, 1, Noon, "lost"), None);

        Assert.Equal(new FrameHead(1, 0, "", null, 2, 2, "b"), Assert.Single(await Queues.ReadHeadsAsync(stream, None).ToListAsync()));
    }

    [Fact]
    public async Task Change_OfWhatIsNotDone_LeavesTheRest()
    {
        var stream = await OpenAsync();
        var frame = Frame(1) with { Deliveries = 3, Reason = "exit 1" };
        await Queues.PutAsync(stream, frame, None);
        var changed = frame with { Data = "other"u8.ToArray(), Tags = new Dictionary<string, string> { ["a"] = "b" }, Priority = 4, Tenant = "t", Payload = new PayloadRef(Guid.NewGuid(), 7) };

        Assert.True(await Queues.ChangeAsync(stream, changed with { Reason = "not this", Deliveries = 9 }, None));

        var read = (await Queues.FindAsync(stream, 1, None))!;
        Assert.Equal("other"u8.ToArray(), read.Data.ToArray());
        Assert.Equal("b", Assert.Single(read.Tags).Value);
        Assert.Equal(changed with { Data = default, Tags = read.Tags }, read with { Data = default });
        Assert.Equal(changed.Payload, Assert.Single(await Queues.ReadHeadsAsync(stream, None).ToListAsync()).Payload);
        Assert.False(await Queues.ChangeAsync(stream, Frame(2), None));
        await Queues.EndAsync(stream, [1], Committed, [], None);
        Assert.False(await Queues.ChangeAsync(stream, frame, None));
    }

    [Fact]
    public async Task History_IsOfTasksThatWereDone_WithTheDurationsOfTheirResults()
    {
        var input = await OpenAsync();
        var output = await Queues.OpenAsync("train", StreamKind.Output, None);
        for (var i = 1; i <= 4; i++)
            await Queues.PutAsync(input, Frame(i) with { PutAt = Noon.AddMinutes(i) }, None);
        var result = Frame(1) with { PutAt = Noon.AddHours(1), Tags = new Dictionary<string, string> { ["kind"] = "result", ["requestId"] = "r2", ["durationMs"] = "1500" } };
        await Queues.EndAsync(input, [2], new FrameEnd(FrameOutcome.Committed, Noon.AddHours(1)), [(output, result)], None);
        await Queues.PutAsync(output, Frame(2) with { PutAt = Noon.AddHours(1), Tags = new Dictionary<string, string> { ["kind"] = "log", ["requestId"] = "r3", ["durationMs"] = "9" } }, None);
        await Queues.EndAsync(input, [4], new FrameEnd(FrameOutcome.Deleted, Noon.AddHours(1)), [], None);
        var history = Storage.Get<ITaskHistory>();

        Assert.Equal(
            [new PastTask(Noon.AddMinutes(2), Noon.AddHours(1), TimeSpan.FromSeconds(1.5)), new PastTask(Noon.AddMinutes(3), null, null)],
            await history.ReadAsync("train", Noon.AddMinutes(2), 10, None));
        Assert.Equal(Noon.AddMinutes(3), Assert.Single(await history.ReadAsync("train", Noon, 1, None)).PutAt);
        Assert.Empty(await history.ReadAsync("other", Noon, 10, None));
    }

    [Fact]
    public async Task End_AndWhatCameOfIt_AreOne()
    {
        var input = await OpenAsync();
        var output = await Queues.OpenAsync("train", StreamKind.Output, None);
        await Queues.PutAsync(input, Frame(1), None);
        await Queues.EndAsync(input, [1], Committed, [(output, Frame(1))], None);

        await Assert.ThrowsAsync<FrameEndedException>(() => Queues.EndAsync(input, [1], Committed, [(output, Frame(2))], None));

        Assert.Equal([1L], (await Queues.ReadAsync(output, 0, 10, None)).Select(frame => frame.Index));
        Assert.Empty(await Queues.ReadAsync(input, 0, 10, None));
        Assert.Equal(Committed, (await Queues.FindAsync(input, 1, None))!.End);
    }

    [Fact]
    public async Task Read_GivesWhatIsNotDone_FromAnIndexOn()
    {
        var stream = await OpenAsync();
        foreach (var index in new long[] { 1, 2, 3, 4, 5 })
            await Queues.PutAsync(stream, Frame(index), None);
        await Queues.EndAsync(stream, [3], new FrameEnd(FrameOutcome.Deleted, Noon), [], None);

        Assert.Equal([2L, 4L], (await Queues.ReadAsync(stream, 2, 2, None)).Select(frame => frame.Index));
    }

    [Fact]
    public async Task Removal_TakesWhatIsDone_ButNeverTheLastIndex()
    {
        var stream = await OpenAsync();
        foreach (var index in new long[] { 1, 2, 3 })
            await Queues.PutAsync(stream, Frame(index), None);
        await Queues.EndAsync(stream, [1, 3], Committed, [], None);

        Assert.Equal(0, await Queues.RemoveEndedAsync(stream, Noon, None));
        Assert.Equal(1, await Queues.RemoveEndedAsync(stream, Noon.AddSeconds(1), None));

        Assert.Null(await Queues.FindAsync(stream, 1, None));
        Assert.Equal(3, await Queues.LastIndexAsync(stream, None));
    }

    private static FrameEnd Committed => new(FrameOutcome.Committed, Noon);

    private static QueueFrame Frame(long index) => new() { Index = index, RequestId = $"r{index}", PutAt = Noon };

    private Task<StreamId> OpenAsync() => Queues.OpenAsync("train", StreamKind.Input, None);
}

public sealed class QueueStoreOnSqliteTests() : QueueStoreContract(DatabaseKind.Sqlite);

public sealed class QueueStoreOnPostgresTests() : QueueStoreContract(DatabaseKind.Postgres);
