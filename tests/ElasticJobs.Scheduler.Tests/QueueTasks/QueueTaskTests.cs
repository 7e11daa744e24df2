using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Scheduler.Tests.QueueTasks;

/// <summary>Tasks of runs that elastic jobs do.</summary>
public sealed class QueueTaskTests
{
    [Fact]
    public async Task Command_WaitsRunsAndEnds_WithItsPlaceProgressLogAndResult()
    {
        await using var world = await QueueWorld.StartAsync();
        var run = await world.RunAsync(("priority", 3), ("tags", new System.Text.Json.Nodes.JsonObject { ["team"] = "red" }));
        await world.UntilReasonAsync(run, "1st of 1 in the queue of 'train'");
        Assert.Equal(TaskState.Starting, (await world.TaskAsync(run)).State);

        await using var instance = world.Instance("train-i7");
        var task = await instance.TakeAsync();
        await instance.LogAsync(task, "epoch 1\n");
        await instance.LogAsync(task, "warning\n", "stderr");
        await instance.ProgressAsync(task, 0.25, "epoch 1 of 4");
        await world.UntilReasonAsync(run, "25 %: epoch 1 of 4");
        var running = await world.TaskAsync(run);
        await instance.LogAsync(task, "accuracy 0.9\n");
        await instance.EndAsync(task, """{"exitCode": 0, "outputTail": "epoch 1\naccuracy 0.9\n##ej progress 1 done\n"}""", ("exitCode", "0"));
        var ended = await world.Scheduler.EndAsync(run);

        Assert.Equal((3, "red", "command", "train"), (task.Frame.Priority, task.Frame.Tags["team"], task.Frame.Tags["taskType"], System.Text.Encoding.UTF8.GetString(task.Frame.Data.Span)));
        Assert.Equal(ended.Attempts.Single(attempt => attempt.Key.Task == "send").PodName, task.Frame.RequestId);
        Assert.Equal((TaskState.Running, 0.25), (running.State, running.Progress));
        Assert.Equal(RunState.Succeeded, ended.Run.State);
        var attempt = ended.Attempts.Single(attempt => attempt.Key.Task == "send");
        Assert.Equal(("train-i7", 0, "accuracy 0.9"), (attempt.Node, attempt.ExitCode, attempt.Outputs["result"]));
        Assert.Null(ended.Tasks[0].Reason);
        Assert.Equal(["accuracy 0.9", "epoch 1", "warning"], (await world.LogAsync(run)).Split('\n').Order());
        Assert.Equal("got accuracy 0.9", await world.Scheduler.LogAsync(new AttemptKey(run, "after", 1)));
    }

    [Fact]
    public async Task Query_GivesTheAnswerAndItsStatus_AndTheRequestIsAsWritten()
    {
        await using var world = await QueueWorld.StartAsync();
        await using var instance = world.Instance();
        var run = await world.RunAsync(("taskType", "query"), ("payload", "{}"), ("path", "/v1?x=1"), ("method", "PUT"), ("contentType", "text/x"), ("headers", new System.Text.Json.Nodes.JsonObject { ["Accept"] = "a/b" }));

        var task = await instance.TakeAsync();
        await instance.EndAsync(task, "a penguin", ("status", "201"));
        var ended = await world.Scheduler.EndAsync(run);

        Assert.Equal(("/v1?x=1", "PUT", "text/x", "a/b"), (task.Frame.Tags["_path_"], task.Frame.Tags["_method_"], task.Frame.Tags["_header_content-type_"], task.Frame.Tags["_header_accept_"]));
        Assert.Equal(RunState.Succeeded, ended.Run.State);
        Assert.Equal(("a penguin", "201"), (ended.Tasks[0].Outputs["result"], ended.Tasks[0].Outputs["status"]));
        Assert.Equal("a penguin", await world.LogAsync(run));
    }

    [Theory]
    [InlineData("command", """{"exitCode": 3, "outputTail": "no\n"}""", new[] { "exitCode=3", "lastCode=500" }, TaskState.Failed, "It exited with code 3.")]
    [InlineData("command", "", new[] { "exitCode=124", "lastCode=408" }, TaskState.TimedOut, "It took longer than its timeout of 5s.")]
    [InlineData("command", "The tag timeout is 'x'.", new[] { "lastCode=400" }, TaskState.Failed, "The tag timeout is 'x'.")]
    [InlineData("query", "overloaded", new[] { "lastCode=503", "status=503" }, TaskState.Failed, "The query was answered with 503: overloaded")]
    public async Task Failure_IsThatOfTheTask(string type, string result, string[] tags, TaskState state, string reason)
    {
        await using var world = await QueueWorld.StartAsync();
        await using var instance = world.Instance();
        var run = await world.RunAsync(("taskType", type), ("timeout", "5s"));

        await instance.EndAsync(await instance.TakeAsync(), result, [.. tags.Select(tag => (tag.Split('=')[0], tag.Split('=')[1]))]);
        var ended = await world.Scheduler.EndAsync(run);

        Assert.Equal((state, reason), (ended.Tasks[0].State, ended.Tasks[0].Reason!.Message));
    }

    [Fact]
    public async Task AnswerWithNothing_Succeeds()
    {
        await using var world = await QueueWorld.StartAsync();
        await using var instance = world.Instance();
        var run = await world.RunAsync(("taskType", "query"));

        var task = await instance.TakeAsync();
        await world.Queue.Input.CommitAsync(task.Frame.Index, new("train", "i1"), task.Epoch, default);
        var ended = await world.Scheduler.EndAsync(run);

        Assert.Equal((RunState.Succeeded, ""), (ended.Run.State, ended.Tasks[0].Outputs["result"]));
    }

    [Fact]
    public async Task Stop_OfATaskThatRuns_TellsItsInstance()
    {
        await using var world = await QueueWorld.StartAsync();
        await using var instance = world.Instance();
        var run = await world.RunAsync();
        var task = await instance.TakeAsync();
        await world.Scheduler.UntilAsync(run, "send", TaskState.Running);

        await world.Scheduler.Runs.StopAsync(run, StopRequest.Stop, "bob", Whole.WholeScheduler.Cap);

        var revoked = await instance.TakeAsync();
        Assert.Equal((true, task.Frame.Index), (revoked.IsRevoked, revoked.Frame.Index));
        var ended = await world.Scheduler.EndAsync(run);
        Assert.Equal((RunState.Stopped, TaskState.Stopped), (ended.Run.State, ended.Tasks[0].State));
    }

    [Fact]
    public async Task Stop_OfATaskThatWaits_TakesItOutOfTheQueue()
    {
        await using var world = await QueueWorld.StartAsync();
        var run = await world.RunAsync();
        await world.UntilReasonAsync(run, "1st of 1");

        await world.Scheduler.Runs.StopAsync(run, StopRequest.Stop, "bob", Whole.WholeScheduler.Cap);

        Assert.Equal(RunState.Stopped, (await world.Scheduler.EndAsync(run)).Run.State);
        Assert.Equal(0, world.Queue.Input.Describe().Length);
    }

    [Fact]
    public async Task TaskThatSomebodyElseCancels_Fails_AndSaysSo()
    {
        await using var world = await QueueWorld.StartAsync();
        await using var instance = world.Instance();
        var run = await world.RunAsync();

        await world.Queue.Input.DeleteAsync([(await instance.TakeAsync()).Frame.Index], default);
        var ended = await world.Scheduler.EndAsync(run);

        Assert.Equal((TaskState.Failed, ReasonCodes.Deleted), (ended.Tasks[0].State, ended.Tasks[0].Reason!.Code));
        Assert.Contains("somebody cancelled it", ended.Tasks[0].Reason!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeadLetter_Fails_WithItsReason()
    {
        await using var world = await QueueWorld.StartAsync("\"queue\": {\"max_delivery\": 1}");
        await using var instance = world.Instance();
        var run = await world.RunAsync();

        await instance.GiveBackAsync(await instance.TakeAsync(), "no such model");
        var ended = await world.Scheduler.EndAsync(run);

        Assert.Equal((TaskState.Failed, ReasonCodes.DeadLetter), (ended.Tasks[0].State, ended.Tasks[0].Reason!.Code));
        Assert.Contains("It failed 1 times and is a dead letter of service 'train'.", ended.Tasks[0].Reason!.Message, StringComparison.Ordinal);
        Assert.Contains("no such model", ended.Tasks[0].Reason!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServiceThatIsNotThere_FailsWithTheRemedy()
    {
        await using var world = await QueueWorld.StartAsync();

        var unknown = await world.Scheduler.EndAsync(await world.RunAsync(("service", "trian")));

        Assert.Equal("There is no elastic job 'trian' in this project. Deploy it, or name another in the task.", unknown.Tasks[0].Reason!.Message);
    }

    [Fact]
    public async Task ServiceThatIsStopped_FailsWithTheRemedy()
    {
        await using var world = await QueueWorld.StartAsync();

        await world.Deployments.StopAsync("default", "train", "bob", default);
        var stopped = await world.Scheduler.EndAsync(await world.RunAsync());

        Assert.Equal("The service 'train' is stopped. Start it, and send the task again.", stopped.Tasks[0].Reason!.Message);
        Assert.Equal(TaskState.Failed, stopped.Tasks[0].State);
    }

    [Fact]
    public async Task ServiceThatIsDeletedMeanwhile_LosesTheTask_AndSaysSo()
    {
        await using var world = await QueueWorld.StartAsync();
        var run = await world.RunAsync();
        await world.UntilReasonAsync(run, "1st of 1");

        await world.Deployments.DeleteAsync("default", "train", force: true, default);
        var ended = await world.Scheduler.EndAsync(run);

        Assert.Equal((TaskState.Failed, ReasonCodes.Lost), (ended.Tasks[0].State, ended.Tasks[0].Reason!.Code));
        Assert.Contains("The service was deleted meanwhile", ended.Tasks[0].Reason!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FramesOfOthers_StayInTheSink_AndOwnOnesGo()
    {
        await using var world = await QueueWorld.StartAsync();
        await using var instance = world.Instance(window: 2);
        await world.Queue.Input.PutAsync(new(System.Text.Encoding.UTF8.GetBytes("other"), new Dictionary<string, string> { ["taskType"] = "command" }, "other"), default);
        var other = await instance.TakeAsync();
        var run = await world.RunAsync();
        var own = await instance.TakeAsync();
        await instance.LogAsync(other, "not mine\n");
        await instance.LogAsync(own, "mine\n");
        await instance.EndAsync(own, "{}", ("exitCode", "0"));
        await instance.EndAsync(other, "{}", ("exitCode", "0"));

        await world.Scheduler.EndAsync(run);

        Assert.Equal("mine", await world.LogAsync(run));
        await Eventually.TrueAsync(
            async () => (await world.Queue.Output.GetAsync(0, 10, new Dictionary<string, string>(), null, TimeSpan.Zero, false, default)).Select(frame => frame.Tags["requestId"]) is var left
                && left.SequenceEqual(["other", "other"]),
            "only frames of the other task are left");
    }

    [Theory]
    [InlineData("refuse")]
    [InlineData("block")]
    public async Task FullQueue_KeepsTheTaskWaiting_UntilThereIsRoom(string policy)
    {
        await using var world = await QueueWorld.StartAsync($$"""
            "queue": {"max_length": 1, "when_full": "{{policy}}"}
            """);
        var place = await world.Queue.Input.PutAsync(new(System.Text.Encoding.UTF8.GetBytes("x"), new Dictionary<string, string> { ["taskType"] = "command" }), default);
        var run = await world.RunAsync();
        await world.UntilReasonAsync(run, "The queue is full");

        await world.Queue.Input.DeleteAsync([place.Index], default);

        await world.UntilReasonAsync(run, "1st of 1");
    }

    [Fact]
    public async Task WorkerThatNeverLogs_LeavesItsTailAsTheLog()
    {
        await using var world = await QueueWorld.StartAsync();
        await using var instance = world.Instance();
        var run = await world.RunAsync();

        await instance.EndAsync(await instance.TakeAsync(), """{"exitCode": 0, "outputTail": "the end\n"}""", ("exitCode", "0"));
        await world.Scheduler.EndAsync(run);

        Assert.Equal("the end", await world.LogAsync(run));
    }
}
