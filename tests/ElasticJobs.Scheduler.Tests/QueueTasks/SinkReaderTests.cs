using ElasticJobs.Core.Pods;
using ElasticJobs.Scheduler.QueueTasks;
using ElasticJobs.Scheduler.Tests.Queues;
using ElasticJobs.Tests.Shared.Files;

namespace ElasticJobs.Scheduler.Tests.QueueTasks;

public sealed class SinkReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Frame_StoredBehindOneWithAHigherIndex_IsNotLeftOut()
    {
        await using var queue = await OpenQueue.OpenAsync();
        var (slow, quick) = (Pod("slow"), Pod("quick"));
        queue.Puts.Hold("first\n");
        var late = queue.Queue.Output.PutAsync(Log("slow", "first\n"), default);
        await queue.Queue.Output.PutAsync(Log("quick", "second\n"), default);
        Assert.Equal((2, 0), (queue.Queue.Output.Describe().LastIndex, queue.Queue.Output.Describe().SettledIndex));

        await ReadAsync();
        Assert.Equal(("", ""), (LogOf("slow"), LogOf("quick")));

        queue.Puts.Release("first\n");
        await late;
        await ReadAsync();

        Assert.Equal(("first\n", "second\n"), (LogOf("slow"), LogOf("quick")));
        Assert.Equal((3, 3), (slow.Next, quick.Next));

        Task ReadAsync() => new SinkReader(1).ReadAsync(queue.Queue.Output, [slow, quick], static (_, _) => { }, default);
    }

    [Fact]
    public async Task Frames_BelowItsOwnPosition_AreNotTakenAgain()
    {
        await using var queue = await OpenQueue.OpenAsync();
        var (known, added) = (Pod("known"), Pod("added"));
        await queue.Queue.Output.PutAsync(Log("known", "one\n"), default);
        await new SinkReader(1).ReadAsync(queue.Queue.Output, [known], static (_, _) => { }, default);

        await new SinkReader(9).Beginning([known, added]).ReadAsync(queue.Queue.Output, [known, added], static (_, _) => { }, default);

        Assert.Equal("one\n", LogOf("known"));
        Assert.Equal(2, added.Next);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("""{"progress":"x"}""")]
    [InlineData("""{"progress":1e999}""")]
    [InlineData("""{"progress":0.5,"message":3}""")]
    [InlineData("""{"progress":0.5,"message":"\ud800"}""")]
    public async Task Progress_OfAnotherShape_KeepsNothingBack(string odd)
    {
        await using var queue = await OpenQueue.OpenAsync();
        var (pod, told) = (Pod("task"), new List<PodProgress>());
        await queue.Queue.Output.PutAsync(Frame("task", "progress", odd), default);
        await queue.Queue.Output.PutAsync(Frame("task", "progress", """{"progress":0.75,"message":"on"}"""), default);

        await new SinkReader(1).ReadAsync(queue.Queue.Output, [pod], (_, status) => told.Add(status.Progress!), default);

        Assert.Equal(new PodProgress(0.75, "on"), told[^1]);
        Assert.All(told, progress => Assert.InRange(progress.Share, 0, 1));
        Assert.Equal(3, pod.Next);
    }

    [Theory]
    [InlineData("5", "")]
    [InlineData("[1]", "")]
    [InlineData("""{"outputTail":3}""", "")]
    [InlineData("""{"outputTail":"\ud800"}""", "")]
    [InlineData("""{"outputTail":"the end\n"}""", "the end\n")]
    public async Task Result_OfAnotherShape_EndsTheTask(string result, string log)
    {
        await using var queue = await OpenQueue.OpenAsync();
        var (pod, told) = (Pod("task"), new List<PodPhase>());
        await queue.Queue.Output.PutAsync(Frame("task", "result", result), default);

        await new SinkReader(1).ReadAsync(queue.Queue.Output, [pod], (_, status) => told.Add(status.Phase), default);

        Assert.Equal([PodPhase.Succeeded], told);
        Assert.Equal(log, LogOf("task"));
    }

    public void Dispose() => _directory.Dispose();

    private static Core.Queues.FramePut Log(string request, string text) => OpenQueue.Put(text, ("requestId", request), ("kind", "log"), ("stream", "stdout"));

    private static Core.Queues.FramePut Frame(string request, string kind, string text) => OpenQueue.Put(text, ("requestId", request), ("kind", kind));

    private string LogOf(string name) => File.Exists(_directory[$"{name}/main.out"]) ? File.ReadAllText(_directory[$"{name}/main.out"]) : "";

    private QueuedPod Pod(string name)
    {
        var spec = new PodSpec { Name = name, Containers = [], LogDirectory = _directory[name], QueueTask = new QueueTask { Service = "train", Type = "command", Payload = "true" } };
        return new QueuedPod(spec, default, 1, new SinkLog(spec.LogDirectory, 1), new PodStatus { Name = name, Phase = PodPhase.Pending });
    }
}
