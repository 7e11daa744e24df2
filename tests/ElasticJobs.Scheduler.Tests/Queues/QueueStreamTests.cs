using System.Text;
using ElasticJobs.Core;
using ElasticJobs.Core.Queues;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Scheduler.Tests.Queues;

public sealed class QueueStreamTests
{
    private static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>();

    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task Put_IsGivenToAWatcher_AndIsDoneWhenItSaysSo()
    {
        await using var queue = await OpenQueue.OpenAsync();
        await using var a = queue.Watch("a");
        var place = await queue.PutAsync("echo 1", ("taskType", "command"));

        var given = await a.NextAsync();

        Assert.Equal((place.Index, 1L, 1, "command"), (given.Frame.Index, given.Epoch, given.Frame.Deliveries, given.Frame.Tags["taskType"]));
        Assert.Equal("a", queue.Input.StandingOf(1)?.Holder);
        Assert.Equal(CommitVerdict.Accepted, await queue.Input.CommitAsync(1, new ConsumerName(OpenQueue.Workers, "a"), given.Epoch, None));
        Assert.Equal(CommitVerdict.Gone, await queue.Input.CommitAsync(1, new ConsumerName(OpenQueue.Workers, "a"), given.Epoch, None));
        Assert.Equal((0, 1), (queue.Input.Describe().Length, queue.Input.Describe().LastIndex));
    }

    [Fact]
    public async Task Put_OfAKnownRequest_IsTheOneThatIsThere()
    {
        await using var queue = await OpenQueue.OpenAsync();
        var first = await queue.Input.PutAsync(OpenQueue.Put("once") with { RequestId = "r" }, None);
        var again = await queue.Input.PutAsync(OpenQueue.Put("twice") with { RequestId = "r" }, None);

        Assert.Equal((first with { IsNew = false }, 1), (again, queue.Input.Describe().Length));
        Assert.Equal(["once"], await TextsAsync(queue.Input));
    }

    [Fact]
    public async Task Work_IsItsWorkers_OverARestartOfTheConsole()
    {
        await using var queue = await OpenQueue.OpenAsync();
        await queue.PutAsync("held");
        await queue.PutAsync("waiting");
        await using (var a = queue.Watch("a"))
        {
            Assert.Equal("held", await a.TextAsync());
            await queue.RestartAsync();
        }

        await using var b = queue.Watch("b");
        Assert.Equal("waiting", await b.TextAsync());
        await using var again = queue.Watch("a");
        var given = await again.NextAsync();
        Assert.Equal((1, 1L), (given.Frame.Index, given.Epoch));
        Assert.Equal(CommitVerdict.Accepted, await queue.Input.CommitAsync(1, new ConsumerName(OpenQueue.Workers, "a"), 1, None));
        Assert.Equal(3, (await queue.PutAsync("third")).Index);
    }

    [Fact]
    public async Task Work_OfAWorkerThatIsLost_GoesToAnother_AndTheLostOneIsFenced()
    {
        await using var queue = await OpenQueue.OpenAsync();
        await queue.PutAsync("task");
        await using (var a = queue.Watch("a"))
            await a.NextAsync();
        await using var b = queue.Watch("b");
        queue.Time.Advance(TimeSpan.FromSeconds(14));
        Assert.True(b.HasNothing);
        queue.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(2, (await b.NextAsync()).Epoch);
        Assert.Equal(CommitVerdict.Fenced, await queue.Queue.CompleteAsync(1, new ConsumerName(OpenQueue.Workers, "a"), 1, OpenQueue.Put("late"), None));
        Assert.Equal(CommitVerdict.Accepted, await queue.Queue.CompleteAsync(1, new ConsumerName(OpenQueue.Workers, "b"), 2, OpenQueue.Put("result"), None));
        Assert.Equal(["result"], await TextsAsync(queue.Queue.Output));
        Assert.Equal(1, queue.Queue.Output.Describe().Length);
    }

    [Fact]
    public async Task Connection_ThatIsMadeAnew_TakesThePlaceOfTheOld_AndGetsWhatItHasAgain()
    {
        await using var queue = await OpenQueue.OpenAsync();
        await queue.PutAsync("task");
        await using var old = queue.Watch("a");
        await old.NextAsync();
        await using var anew = queue.Watch("a");

        Assert.Equal((1, 1L), ((await anew.NextAsync()).Frame.Index, 1L));
        await old.Ended.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task ConsumerThatIsLost_GetsNothingMore_AndOthersHaveItsWorkWithinASecondOrTwo()
    {
        await using var queue = await OpenQueue.OpenAsync();
        await queue.PutAsync("task");
        await using var dying = queue.Watch("a");
        await dying.NextAsync();

        queue.Input.Lose(new ConsumerName(OpenQueue.Workers, "a"));

        await dying.Ended.WaitAsync(TimeSpan.FromSeconds(60));
        await using var other = queue.Watch("b");
        queue.Time.Advance(TimeSpan.FromSeconds(2));
        var again = await other.NextAsync();
        Assert.Equal((1, 2, 2L), (again.Frame.Index, again.Frame.Deliveries, again.Epoch));
        Assert.Equal(CommitVerdict.Fenced, await queue.Input.CommitAsync(1, new ConsumerName(OpenQueue.Workers, "a"), 1, None));
    }

    [Fact]
    public async Task FrameThatWaits_IsToldAboutHowLong_FromThoseThatWereDone()
    {
        await using var queue = await OpenQueue.OpenAsync();
        foreach (var task in (string[])["one", "two", "three"])
            await queue.PutAsync(task);
        await using var worker = queue.Watch("a");
        await worker.NextAsync();
        Assert.Null(queue.Input.StandingOf(3)!.Value.Wait);

        queue.Time.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(CommitVerdict.Accepted, await queue.Input.CommitAsync(1, new ConsumerName(OpenQueue.Workers, "a"), 1, None));

        await worker.NextAsync();
        Assert.Equal(new FrameStanding(0, null, TimeSpan.FromSeconds(8)), queue.Input.StandingOf(3));
        Assert.Equal(new FrameStanding(0, "a"), queue.Input.StandingOf(2));
    }

    [Fact]
    public async Task Frame_ThatFailsTooOften_IsADeadLetter_AndCanBeReplayed()
    {
        await using var queue = await OpenQueue.OpenAsync(QueueSettings.Default with { Rules = new QueueRules { MaxDeliveries = 2 } });
        await queue.Input.PutAsync(OpenQueue.Put("broken", ("taskType", "command")) with { RequestId = "r" }, None);
        await using var a = queue.Watch("a");
        var me = new ConsumerName(OpenQueue.Workers, "a");
        await a.NextAsync();
        Assert.True(await queue.Input.RejectAsync(1, me, 1, "Failed", "exit 1", None));
        queue.Time.Advance(TimeSpan.FromSeconds(2));
        await a.NextAsync();
        Assert.True(await queue.Input.RejectAsync(1, me, 2, "Failed", "exit 1", None));

        var dead = Assert.Single(await queue.Queue.DeadLetters.GetAsync(0, 10, All, null, TimeSpan.Zero, delete: false, None));
        Assert.Equal((2, "Its worker gave it back with the code Failed: exit 1", "r"), (dead.Deliveries, dead.Reason, dead.Tags["requestId"]));
        Assert.Equal(0, queue.Input.Describe().Length);

        Assert.Equal(new Replays(1), await queue.Queue.ReplayAsync([dead.Index, 99], None));
        var replayed = await a.NextAsync();
        Assert.Equal((2, 1, "broken"), (replayed.Frame.Index, replayed.Frame.Deliveries, Encoding.UTF8.GetString(replayed.Frame.Data.Span)));
        Assert.Equal(0, queue.Queue.DeadLetters.Describe().Length);
    }

    [Fact]
    public async Task DeadLetter_ThatIsEdited_IsStillDead_AndReplayedOnce_UnderItsRequestId()
    {
        await using var queue = await OpenQueue.OpenAsync(QueueSettings.Default with { MaxPayloadBytes = 20, Rules = new QueueRules { MaxDeliveries = 1 } });
        await queue.Input.PutAsync(OpenQueue.Put("broken", ("taskType", "command")) with { RequestId = "r" }, None);
        await using (var a = queue.Watch("a"))
        {
            await a.NextAsync();
            await queue.Input.RejectAsync(1, new ConsumerName(OpenQueue.Workers, "a"), 1, "Failed", "exit 1", None);
        }

        Assert.True(await queue.Queue.EditDeadLetterAsync(1, OpenQueue.Put("mended", ("requestId", "other")) with { Priority = 2 }, None));
        Assert.False(await queue.Queue.EditDeadLetterAsync(9, OpenQueue.Put("mended"), None));
        Assert.Equal("payload_too_large", (await Assert.ThrowsAsync<RefusedException>(() => queue.Queue.EditDeadLetterAsync(1, OpenQueue.Put(new string('x', 21)), None))).Code);
        await queue.RestartAsync();
        var dead = Assert.Single(await queue.Queue.DeadLetters.GetAsync(0, 10, All, null, TimeSpan.Zero, delete: false, None));
        Assert.Equal(("mended", 1, 2, "r"), (Text(dead), dead.Deliveries, dead.Priority, dead.Tags["requestId"]));

        var both = await Task.WhenAll(queue.Queue.ReplayAsync(1, OpenQueue.Put("one"), None), queue.Queue.ReplayAsync(1, OpenQueue.Put("two"), None));

        Assert.Equal("r", Assert.Single(both, place => place is not null)!.Value.RequestId);
        Assert.Equal((1L, 0L), (queue.Input.Describe().Length, queue.Queue.DeadLetters.Describe().Length));
    }

    [Fact]
    public async Task DeadLetter_ThatCouldNotBeStored_IsStoredALittleLater()
    {
        await using var queue = await OpenQueue.OpenAsync(QueueSettings.Default with { Rules = new QueueRules { MaxDeliveries = 1 } });
        await queue.PutAsync("broken");
        await using var a = queue.Watch("a");
        await a.NextAsync();
        queue.Puts.HoldDead();
        queue.Input.Lose(new ConsumerName(OpenQueue.Workers, "a"));

        queue.Puts.FailDead();
        await Eventually.TrueAsync(
            async () =>
            {
                queue.Time.Advance(TimeSpan.FromSeconds(5));
                return await queue.Queue.DeadLetters.CountAsync(All, null, None) == 1;
            },
            "it is a dead letter");

        Assert.Equal(0, queue.Input.Describe().Length);
    }

    [Fact]
    public async Task Get_WaitsForFrames_AndDeletesForItsCallerOnly()
    {
        await using var queue = await OpenQueue.OpenAsync(workers: null);
        var asked = queue.Input.GetAsync(0, 2, All, null, TimeSpan.FromSeconds(5), delete: true, None);
        await queue.PutAsync("one");
        await queue.Time.WaitForTimersAsync();
        await queue.PutAsync("two");

        Assert.Equal(["one", "two"], (await asked.WaitAsync(TimeSpan.FromSeconds(60))).Select(Text));
        Assert.Empty(await queue.Input.GetAsync(0, 2, All, null, TimeSpan.Zero, delete: false, None));
    }

    [Fact]
    public async Task Get_FindsByTagAndByRequest_AndTheNewest()
    {
        await using var queue = await OpenQueue.OpenAsync(workers: null);
        await queue.PutAsync("red", ("color", "red"));
        var blue = await queue.PutAsync("blue", ("color", "blue"));

        Assert.Equal(["blue"], await TextsAsync(queue.Input, filter: new Dictionary<string, string> { ["color"] = "blue" }));
        Assert.Equal(["blue"], await TextsAsync(queue.Input, requestId: blue.RequestId));
        Assert.Equal(["blue"], await TextsAsync(queue.Input, from: -1));
    }

    [Fact]
    public async Task Groups_EachGetEveryFrame_WhichLeavesWithTheLast()
    {
        await using var queue = await OpenQueue.OpenAsync(workers: null);
        await queue.PutAsync("one");
        await using var a = queue.Watch("a", group: "eas");
        await using var b = queue.Watch("b", group: "audit");
        Assert.Equal(("one", "one"), (await a.TextAsync(), await b.TextAsync()));

        await queue.Input.CommitAsync(1, new ConsumerName("eas", "a"), null, None);
        Assert.Equal(1, queue.Input.Describe().Length);
        await queue.Input.CommitAsync(1, new ConsumerName("audit", "b"), null, None);
        Assert.Equal(0, queue.Input.Describe().Length);
    }

    [Fact]
    public async Task Watch_ThatSkipsWhatIsThere_GetsWhatComes()
    {
        await using var queue = await OpenQueue.OpenAsync(workers: null);
        await queue.PutAsync("old");
        await using var a = queue.Watch("a", from: -1);
        await Eventually.TrueAsync(() => queue.Input.Describe().Groups.Any(group => group.Consumers.Count > 0), "it watches");
        await queue.PutAsync("new");
        Assert.Equal("new", await a.TextAsync());
    }

    [Fact]
    public async Task Watch_WithTags_GetsOnlyFramesThatHaveThem()
    {
        await using var queue = await OpenQueue.OpenAsync(workers: null);
        await queue.PutAsync("red", ("color", "red"));
        await queue.PutAsync("blue", ("color", "blue"));
        await using var a = queue.Watch("a", filter: ("color", "blue"));
        Assert.Equal("blue", await a.TextAsync());

        await using var other = queue.Watch("b", filter: ("color", "red"));
        Assert.Equal("filter_differs", (await Assert.ThrowsAsync<RefusedException>(() => other.Ended)).Code);
    }

    [Fact]
    public async Task AutoCommit_IsDoneBeforeItIsSent()
    {
        await using var queue = await OpenQueue.OpenAsync(workers: null);
        await using var a = queue.Watch("a", autoCommit: true);
        for (var i = 1; i <= 200; i++)
            await queue.PutAsync($"{i}");
        for (var i = 1; i <= 200; i++)
            Assert.Equal($"{i}", await a.TextAsync());
        Assert.Equal(0, queue.Input.Describe().Length);
    }

    [Fact]
    public async Task FullStream_Refuses_OrEvicts_OrBlocks()
    {
        await using var refusing = await OpenQueue.OpenAsync(QueueSettings.Default with { MaxLength = 1 });
        await refusing.PutAsync("one");
        Assert.Equal("queue_full", (await Assert.ThrowsAsync<RefusedException>(() => refusing.PutAsync("two"))).Code);

        await using var evicting = await OpenQueue.OpenAsync(QueueSettings.Default with { MaxLength = 1, WhenFull = FullPolicy.EvictOldest });
        await evicting.PutAsync("one");
        await evicting.PutAsync("two");
        Assert.Equal(["two"], await TextsAsync(evicting.Input));

        await using var blocking = await OpenQueue.OpenAsync(QueueSettings.Default with { MaxLength = 1, WhenFull = FullPolicy.Block });
        await blocking.PutAsync("one");
        var waiting = blocking.PutAsync("two");
        Assert.False(waiting.IsCompleted);
        await blocking.Input.DeleteAsync([1], None);
        Assert.Equal(2, (await waiting.WaitAsync(TimeSpan.FromSeconds(60))).Index);
    }

    [Fact]
    public async Task Truncation_DeletesWhatIsOlder_AndPutsAreBoundInSize()
    {
        await using var queue = await OpenQueue.OpenAsync(QueueSettings.Default with { MaxPayloadBytes = 4 });
        foreach (var text in new[] { "1", "2", "3" })
            await queue.PutAsync(text);
        Assert.Equal("payload_too_large", (await Assert.ThrowsAsync<RefusedException>(() => queue.PutAsync("12345"))).Code);

        Assert.Equal(2, await queue.Input.TruncateAsync(3, None));
        Assert.Equal(["3"], await TextsAsync(queue.Input));
        Assert.Equal(1, queue.Input.Describe().Length);
    }

    private static string Text(QueueFrame frame) => Encoding.UTF8.GetString(frame.Data.Span);

    private static async Task<IEnumerable<string>> TextsAsync(IQueueStream stream, long from = 0, IReadOnlyDictionary<string, string>? filter = null, string? requestId = null) =>
        (await stream.GetAsync(from, 10, filter ?? All, requestId, TimeSpan.Zero, delete: false, None)).Select(Text);
}
