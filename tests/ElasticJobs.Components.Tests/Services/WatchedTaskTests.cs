using System.Text;
using ElasticJobs.Core.Queues;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Web.Features.Services.Trying;

namespace ElasticJobs.Components.Tests.Services;

public sealed class WatchedTaskTests
{
    private readonly FakeServiceQueue _queue = new("train", new FakeTimeProvider(DateTimeOffset.UnixEpoch));
    private readonly WatchedTask _task;

    public WatchedTaskTests()
    {
        _queue.In.Put("before");
        var put = _queue.In.Put("mine", "r1");
        _task = new WatchedTask(put.Index, "r1", 0);
    }

    [Fact]
    public async Task Task_FromItsPutToItsResult_IsFollowed()
    {
        await LookAsync();
        Assert.Equal((TaskPhase.Waiting, 1L), (_task.Phase, _task.Ahead));

        _queue.In.Hold(2, "train-1");
        Report("log", "one\ntw", ("stream", "stdout"));
        Report("progress", """{"progress":0.5,"message":"half"}""");
        await LookAsync();
        Assert.Equal((TaskPhase.Running, "train-1", 0.5, "half"), (_task.Phase, _task.Holder, _task.Progress, _task.ProgressWords));
        Assert.Equal(["one"], Lines());

        Report("log", "o\n", ("stream", "stdout"));
        Report("result", "42", ("exitCode", "0"));
        await _queue.In.DeleteAsync([2], CancellationToken.None);
        await LookAsync();
        Assert.Equal(TaskPhase.Succeeded, _task.Phase);
        Assert.Equal(["one", "two"], Lines());
        Assert.Equal("42", Encoding.UTF8.GetString(_task.Result!.Data.Span));
    }

    [Fact]
    public async Task Character_InTwoPieces_IsPutTogether()
    {
        var bytes = "企鹅\n"u8.ToArray();
        Report("log", bytes[..4], ("stream", "stdout"));
        Report("log", "loud\n", ("stream", "stderr"));
        Report("log", bytes[4..], ("stream", "stdout"));

        await LookAsync();

        Assert.Equal(["loud", "企鹅"], Lines());
        Assert.Equal([true, false], _task.Log.Lines.Select(line => line.IsError));
    }

    [Fact]
    public async Task Reports_OfOtherTasks_AreNotMine()
    {
        _queue.Out.Put("theirs\n", null, ("requestId", "r2"), ("kind", "log"));
        _queue.Out.Put("their result", null, ("requestId", "r2"), ("kind", "result"));

        await LookAsync();

        Assert.Empty(_task.Log.Lines);
        Assert.Null(_task.Result);
    }

    [Fact]
    public async Task Result_WithAStatus_IsAFailure()
    {
        Report("result", "", ("exitCode", "3"), ("lastCode", "500"));

        await LookAsync();

        Assert.Equal(TaskPhase.Failed, _task.Phase);
    }

    [Fact]
    public async Task DeadLetter_SaysWhy()
    {
        _queue.In.End(2, FrameOutcome.Dead);
        _queue.Dead.Put(new(Encoding.UTF8.GetBytes("mine"), new Dictionary<string, string> { ["requestId"] = "r1" }), "the instance died", 5);

        await LookAsync();

        Assert.Equal((TaskPhase.Dead, "the instance died"), (_task.Phase, _task.DeadReason));
    }

    [Fact]
    public async Task Task_WhoseDeadLetterIsBeingStored_IsWatchedOn()
    {
        _queue.In.Hold(2, "train-1");
        await LookAsync();

        _queue.In.BeginEnd(2);
        await LookAsync();
        Assert.Equal((TaskPhase.Running, false), (_task.Phase, _task.IsOver));

        _queue.In.End(2, FrameOutcome.Dead);
        await LookAsync();
        Assert.Equal(TaskPhase.Dead, _task.Phase);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("[1]")]
    [InlineData("""{"progress":"x"}""")]
    [InlineData("""{"progress":0.5,"message":3}""")]
    [InlineData("""{"progress":0.5,"message":"\ud800"}""")]
    [InlineData("""{"progress":0.5,"progress":0.5}""")]
    public async Task Progress_OfAnotherShape_StopsNothing(string odd)
    {
        Report("progress", odd);
        Report("progress", """{"progress":0.75,"message":"on"}""");

        await LookAsync();

        Assert.Equal((0.75, "on"), (_task.Progress, _task.ProgressWords));
    }

    [Theory]
    [InlineData(FrameOutcome.Committed, TaskPhase.Taken)]
    [InlineData(FrameOutcome.Deleted, TaskPhase.Cancelled)]
    public async Task Task_ThatEndedWithoutAResult_SaysHow(FrameOutcome outcome, TaskPhase phase)
    {
        _queue.In.End(2, outcome);

        await LookAsync();

        Assert.Equal(phase, _task.Phase);
    }

    [Fact]
    public async Task Task_ThatTheQueueKnowsNothingOf_IsGone()
    {
        var unknown = new WatchedTask(99, "r99", 0);

        await unknown.LookAsync(_queue, CancellationToken.None);

        Assert.Equal((TaskPhase.Gone, true), (unknown.Phase, unknown.IsOver));
    }

    [Fact]
    public async Task Log_ThatIsLong_KeepsItsEndAndSaysWhatIsMissing()
    {
        for (var piece = 0; piece < 15; piece++)
            Report("log", string.Concat(Enumerable.Range(piece * 100, 100).Select(line => $"line {line}\n")), ("stream", "stdout"));

        await LookAsync();

        Assert.Equal((TaskLog.MostLines, 500L), (_task.Log.Lines.Count, _task.Log.Dropped));
        Assert.Equal("line 1499", Lines()[^1]);
    }

    [Fact]
    public async Task Output_ThatDoesNotMove_IsNotReadAgain()
    {
        await LookAsync();
        var reads = _queue.Out.Reads;

        for (var i = 0; i < 5; i++)
            Assert.False(await LookAsync());

        Assert.Equal(reads, _queue.Out.Reads);
    }

    [Fact]
    public async Task Report_ThatIsThereLateUnderAnEarlierIndex_IsSeen()
    {
        // Indexes are given before frames are stored.
        _queue.Out.Skip(1);
        _queue.Out.Put("theirs", null, ("requestId", "r2"), ("kind", "log"));
        await LookAsync();
        _queue.Out.Skip(0);
        Report("log", "mine\n", ("stream", "stdout"));
        _queue.Out.Skip(2);

        await LookAsync();

        Assert.Equal(["mine"], Lines());
    }

    private Task<bool> LookAsync() => _task.LookAsync(_queue, CancellationToken.None);

    private List<string> Lines() => [.. _task.Log.Lines.Select(line => line.Text)];

    private void Report(string kind, string text, params (string Key, string Value)[] tags) => Report(kind, Encoding.UTF8.GetBytes(text), tags);

    private void Report(string kind, byte[] data, params (string Key, string Value)[] tags) => _queue.Out.Put(data, null, [("requestId", "r1"), ("kind", kind), .. tags]);
}
