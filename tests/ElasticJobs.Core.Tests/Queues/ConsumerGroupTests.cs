using ElasticJobs.Core.Queues;

namespace ElasticJobs.Core.Tests.Queues;

public sealed class ConsumerGroupTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ConsumerGroup _group = new("train", new QueueRules { MaxDeliveries = 2 }, new Random(1));
    private long _connection;

    [Fact]
    public void Frame_GoesToTheConsumerThatHasBeenIdleLongest()
    {
        Join("a", at: 1);
        Join("b", at: 2);
        Join("c", at: 3);
        Offer(1, 2, 3);
        Assert.Equal(["a", "b", "c"], Give(at: 10));
        Commit(2, "b", at: 20);
        Commit(3, "c", at: 21);
        Commit(1, "a", at: 22);
        Offer(4, 5, 6);
        Assert.Equal(["b", "c", "a"], Give(at: 30));
    }

    [Fact]
    public void Frame_NeverGoesToABusyConsumer_WhileAnotherIsIdle()
    {
        Join("wide", window: 10);
        Join("late", window: 10, at: 5);
        Offer(1, 2, 3, 4);
        Assert.Equal(["wide", "late", "wide", "late"], Give(at: 6));
        Commit(1, "wide", at: 7);
        Commit(3, "wide", at: 7);
        Offer(5);
        Assert.Equal(["wide"], Give(at: 8));
    }

    [Fact]
    public void ConsumerThatIsLost_WhileAllThatItHasIsCommitted_GetsNothingMore()
    {
        Join("a", window: 2);
        Offer(1);
        Give();
        Assert.Equal(CommitVerdict.Accepted, _group.BeginCommit(1, "a", 1));
        Assert.Empty(_group.Lose("a", Noon));
        Offer(2);

        Assert.Null(_group.Next(Noon));
        _group.EndCommit(1, isStored: true, Noon);
        Assert.Null(_group.Find("a"));
    }

    [Fact]
    public void Wait_IsToldFromHowLongTheLastOnesTook_AndHowManyAreWorkedOnAtOnce()
    {
        Join("a");
        Join("b");
        Offer(1, 2, 3, 4, 5);
        Give();
        Assert.Null(_group.WaitBehind(0));

        Commit(1, "a", at: 40);

        Assert.Equal((TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60)), (_group.WaitBehind(0), _group.WaitBehind(2)));
        _group.Lose("a", Noon);
        _group.Lose("b", Noon);
        Assert.Null(_group.WaitBehind(2));
    }

    [Fact]
    public void ConsumerThatIsLost_GivesWhatItHasToOthers_WithoutTheTimeOfGrace()
    {
        Join("a", window: 2);
        Offer(1, 2);
        Give();
        Assert.Equal(CommitVerdict.Accepted, _group.BeginCommit(1, "a", 1));

        var end = Assert.Single(_group.Lose("a", Noon));

        Assert.Equal((2, "Its worker a ended before it had done it."), (end.Index, end.Reason));
        _group.EndCommit(1, isStored: true, Noon);
        Assert.Null(_group.Find("a"));
        Join("b");
        Assert.Equal(["b"], Give(at: 5));
        Assert.Empty(_group.Lose("nobody", Noon));
    }

    [Fact]
    public void Consumer_HasNeverMoreThanItsWindow()
    {
        Join("a", window: 2);
        Offer(1, 2, 3);
        Assert.Equal(["a", "a"], Give());
        Assert.Equal((1, 2), (_group.Waiting, _group.InFlight));
        Commit(1, "a");
        Assert.Equal(["a"], Give());
    }

    [Fact]
    public void Order_IsPriority_ThenFirstIn()
    {
        Join("a", window: 9);
        Offer(1, 2);
        _group.Offer(3, 1, "", null, Noon);
        _group.Offer(4, 7, "", null, Noon);
        _group.Offer(5, 1, "", null, Noon);
        Assert.Equal([4, 3, 5, 1, 2], Indexes());
    }

    [Fact]
    public void Frame_WithATimeToCome_WaitsForIt()
    {
        Join("a", window: 9);
        _group.Offer(1, 0, "", Noon.AddSeconds(30), Noon);
        Offer(2);
        Assert.Equal([2], Indexes(at: 29));
        Assert.Equal(Noon.AddSeconds(30), _group.NextChange);
        Assert.Equal([1], Indexes(at: 30));
    }

    [Fact]
    public void Work_OfALostConsumer_IsItsOwnForTheTimeOfGrace()
    {
        Join("a");
        Join("b", at: 1);
        Offer(1);
        Assert.Equal(["a"], Give());
        _group.Leave("a", 1, Noon.AddSeconds(10));
        Assert.Empty(_group.Expire(Noon.AddSeconds(24)));

        var again = _group.Join("a", 9, 1, Noon.AddSeconds(24.9));
        Assert.Equal((1, 1L), (again.Single().Index, again.Single().Epoch));
        Assert.Empty(_group.Expire(Noon.AddSeconds(100)));
        Assert.Equal(CommitVerdict.Accepted, _group.BeginCommit(1, "a", 1));
    }

    [Fact]
    public void Work_OfALostConsumer_GoesToAnother_AndTheFirstIsFenced()
    {
        Join("a");
        Join("b", at: 1);
        Offer(1);
        Give();
        _group.Leave("a", 1, Noon.AddSeconds(10));
        var end = Assert.Single(_group.Expire(Noon.AddSeconds(25)));
        Assert.Equal((1, 1), (end.Index, end.Deliveries));
        Assert.InRange(end.NotBefore!.Value, Noon.AddSeconds(25.8), Noon.AddSeconds(26.2));
        Assert.Null(_group.Find("a"));
        Assert.Equal(["b"], Give(at: 30));

        Assert.Equal(CommitVerdict.Fenced, _group.BeginCommit(1, "a", 1));
        Assert.Equal(CommitVerdict.Fenced, _group.BeginCommit(1, "a", null));
        Assert.Equal(CommitVerdict.Accepted, _group.BeginCommit(1, "b", 2));
    }

    [Fact]
    public void LateCommit_Counts_WhileNobodyElseHasHadTheFrame()
    {
        Join("a");
        Offer(1);
        Give();
        _group.Leave("a", 1, Noon);
        _group.Expire(Noon.AddSeconds(60));

        Assert.Equal(CommitVerdict.Fenced, _group.BeginCommit(1, "b", null));
        Commit(1, "a", at: 61);
        Assert.Equal(0, _group.Count);
        Assert.Equal(CommitVerdict.Gone, _group.BeginCommit(1, "a", 1));
    }

    [Fact]
    public void SignOfLife_KeepsTheWorkWithoutAConnection()
    {
        Join("a");
        Offer(1);
        Give();
        _group.Leave("a", 1, Noon);
        _group.Beat("a", Noon.AddSeconds(14));
        Assert.Empty(_group.Expire(Noon.AddSeconds(28)));
        Assert.Equal(Noon.AddSeconds(29), _group.NextChange);
        Assert.Single(_group.Expire(Noon.AddSeconds(29)));
    }

    [Fact]
    public void EndOfAnOldConnection_IsNotThatOfTheConsumer()
    {
        Join("a");
        _group.Join("a", 7, 1, Noon);
        _group.Leave("a", 1, Noon);
        Offer(1);
        Assert.Equal(["a"], Give());
    }

    [Fact]
    public void Frame_ThatFailsTooOften_IsADeadLetter()
    {
        Join("a");
        Offer(1);
        Give();
        var first = _group.Reject(1, "a", 1, "OutOfMemory", "the model is too large", Noon)!.Value;
        Assert.Equal((1, "Its worker gave it back with the code OutOfMemory: the model is too large"), (first.Deliveries, first.Reason));
        Assert.Empty(Give(at: 0.5));
        Assert.Equal(["a"], Give(at: 2));

        var second = _group.Reject(1, "a", 2, "Failed", null, Noon.AddSeconds(3))!.Value;
        Assert.Null(second.NotBefore);
        Assert.Equal(0, _group.Count);
    }

    [Fact]
    public void Frame_ThatALeavingWorkerGivesBack_IsNextAgain_AndNothingIsCounted()
    {
        Join("a");
        Offer(1, 2);
        Give();
        Assert.Equal((0, Noon), (_group.Reject(1, "a", 1, ConsumerGroup.ShutdownCode, null, Noon)!.Value.Deliveries, _group.Reject(1, "a", 1, "x", null, Noon)?.NotBefore ?? Noon));
        Join("b", window: 9);
        Assert.Equal([1, 2], Indexes());
    }

    [Fact]
    public void DrainingConsumer_GetsNothingMore_AndEndsWhatItHas()
    {
        Join("a", window: 2);
        Offer(1);
        Give();
        _group.Drain("a", true);
        Offer(2);
        Assert.Empty(Give());
        Commit(1, "a");
        Assert.Empty(Give());
        _group.Drain("a", false);
        Assert.Equal(["a"], Give());
    }

    [Fact]
    public void Commit_ThatCouldNotBeStored_LeavesTheFrameWhereItWas()
    {
        Join("a");
        Offer(1);
        Give();
        Assert.Equal(CommitVerdict.Accepted, _group.BeginCommit(1, "a", 1));
        Assert.Equal(CommitVerdict.Gone, _group.BeginCommit(1, "a", 1));
        _group.Leave("a", 1, Noon);
        Assert.Empty(_group.Expire(Noon.AddSeconds(60)));
        _group.EndCommit(1, isStored: false, Noon);
        Assert.Single(_group.Expire(Noon.AddSeconds(60)));

        Assert.Equal(CommitVerdict.Accepted, _group.BeginCommit(1, "a", 1));
        Join("b", at: 70);
        Assert.Empty(Give(at: 70));
        _group.EndCommit(1, isStored: false, Noon.AddSeconds(70));
        Assert.Equal(["b"], Give(at: 70));
        Assert.Empty(Give(at: 70));
    }

    [Fact]
    public void Frames_ThatWereThereBefore_AreTheirHoldersForTheTimeOfGrace()
    {
        _group.Offer(1, 0, "", null, deliveries: 1, epoch: 4, holder: "a", Noon);
        _group.Offer(2, 0, "", null, deliveries: 0, epoch: 0, holder: null, Noon);
        Join("b");
        Assert.Equal(["b"], Give());
        Assert.Equal(4, _group.Join("a", 9, 1, Noon.AddSeconds(3)).Single().Epoch);
        Commit(1, "a");
    }

    [Fact]
    public void DeletedFrame_IsNobodys_AndItsHolderIsNamed()
    {
        Join("a");
        Offer(1, 2);
        Give();
        Assert.Equal("a", _group.Remove(1, Noon)?.Uid);
        Assert.Null(_group.Remove(2, Noon));
        Assert.Equal((0, 0, 0), (_group.Count, _group.InFlight, _group.Due));
        Assert.Empty(Give());
    }

    [Fact]
    public void Position_CountsWhatLeavesBefore()
    {
        Offer(1, 2, 3);
        _group.Offer(4, 1, "", null, Noon);
        Assert.Equal([1L, 2L, 3L, 0L, null], new long[] { 1, 2, 3, 4, 5 }.Select(_group.PositionOf));
        Join("a");
        Indexes();
        Assert.Equal([0L, 1L, 2L, 0L], new long[] { 1, 2, 3, 4 }.Select(_group.PositionOf));
    }

    [Fact]
    public void Position_OfFramesStoredInAnotherOrder_IsThatOfTheirIndexes()
    {
        Offer(1, 3, 2, 6, 5, 4);

        Assert.Equal([0L, 1L, 2L, 3L, 4L, 5L], new long[] { 1, 2, 3, 4, 5, 6 }.Select(_group.PositionOf));
        Join("a", window: 2);
        Assert.Equal([1, 2], Indexes());
        Assert.Equal([0L, 1L, 2L, 3L], new long[] { 3, 4, 5, 6 }.Select(_group.PositionOf));
    }

    [Fact]
    public void Position_AfterManyHaveLeftAndManyCameBack_IsRightOrNearlySo()
    {
        Offer([.. Enumerable.Range(1, 5000).Select(index => (long)index)]);
        Join("a", window: 3000);
        Assert.Equal(3000, Indexes().Count);
        Assert.Equal((0L, 1999L), (_group.PositionOf(3001), _group.PositionOf(5000)));

        for (var index = 1; index <= 2000; index++)
            _group.Reject(index, "a", null, ConsumerGroup.ShutdownCode, null, Noon);

        Assert.Equal((2000L, 3999L), (_group.PositionOf(3001), _group.PositionOf(5000)));
        Assert.InRange(_group.PositionOf(1000)!.Value, 0, 2000);
    }

    private void Join(string uid, int window = 1, double at = 0) => _group.Join(uid, ++_connection, window, Noon.AddSeconds(at));

    private void Offer(params long[] indexes)
    {
        foreach (var index in indexes)
            _group.Offer(index, 0, "", null, Noon);
    }

    private void Commit(long index, string uid, double at = 0)
    {
        Assert.Equal(CommitVerdict.Accepted, _group.BeginCommit(index, uid, null));
        _group.EndCommit(index, isStored: true, Noon.AddSeconds(at));
    }

    private List<string> Give(double at = 0) => [.. Deliveries(at).Select(delivery => delivery.Consumer.Uid)];

    private List<long> Indexes(double at = 0) => [.. Deliveries(at).Select(delivery => delivery.Index)];

    private List<Delivery> Deliveries(double at)
    {
        var given = new List<Delivery>();
        while (_group.Next(Noon.AddSeconds(at)) is { } delivery)
            given.Add(delivery);
        return given;
    }
}
