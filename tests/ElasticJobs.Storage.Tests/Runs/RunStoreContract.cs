using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Tests.Databases;
using static ElasticJobs.Storage.Tests.Runs.RunExamples;

namespace ElasticJobs.Storage.Tests.Runs;

public abstract class RunStoreContract(DatabaseKind kind) : StoreContract(kind)
{
    private IRunStore Store => Storage.Get<IRunStore>();

    [Fact]
    public async Task Create_RunWithEveryValue_IsReadBackAlike()
    {
        var run = Full(1);
        var task = Task(run) with
        {
            State = TaskState.Failed,
            Attempt = 2,
            Tries = 1,
            StartedAt = Noon,
            FinishedAt = Noon.AddMilliseconds(1.5),
            NotBefore = Noon.AddMinutes(1),
            Reason = new TaskReason("exit_code", "退出码 3", "3", "企鹅"),
            ExitCode = 3,
            Outputs = new Dictionary<string, string> { ["rows"] = "333", ["空"] = "" },
        };

        await Store.CreateAsync(run, [task], "mei", None);

        var detail = await Store.FindAsync(run.Id, None);
        Assert.Equivalent(run with { Parameters = [] }, detail!.Run with { Parameters = [] });
        Assert.Equal(run.Parameters.ToJsonString(), detail.Run.Parameters.ToJsonString());
        Assert.Equivalent(task, Assert.Single(detail.Tasks));
    }

    [Fact]
    public async Task Create_Tasks_KeepTheirOrder()
    {
        var run = Run(1);

        await Store.CreateAsync(run, [Task(run, "z"), Task(run, "a"), Task(run, "m")], "mei", None);
        await Store.CommitAsync(new RunChange(run with { Version = 1 }, [Task(run, "z", TaskState.Queued)], [], []), None);

        var detail = await Store.FindAsync(run.Id, None);
        Assert.Equal(["z", "a", "m"], detail!.Tasks.Select(task => task.Task));
    }

    [Fact]
    public async Task Create_SameRunAgain_ChangesNothing()
    {
        var run = Run(1);
        await Store.CreateAsync(run, [Task(run)], "mei", None);
        await Store.CommitAsync(new RunChange(run with { State = RunState.Running, Version = 1 }, [Task(run, state: TaskState.Queued)], [], []), None);

        await Store.CreateAsync(run, [Task(run)], "mei", None);

        var detail = await Store.FindAsync(run.Id, None);
        Assert.Equal(RunState.Running, detail!.Run.State);
        Assert.Equal(TaskState.Queued, Assert.Single(detail.Tasks).State);
        var change = Assert.Single(await Store.ListChangesAsync(run.Id, None));
        Assert.Equal(("Queued", "mei", "created"), (change.To, change.Actor, change.Cause));
    }

    [Fact]
    public async Task Commit_Step_ReplacesRowsByKeyAndAppendsChanges()
    {
        var run = Run(1);
        await Store.CreateAsync(run, [Task(run, "a"), Task(run, "b")], "mei", None);
        var attempt = Attempt(run, "a");

        await Store.CommitAsync(
            new RunChange(run with { State = RunState.Running, StartedAt = Noon, Version = 1 }, [Task(run, "a", TaskState.Starting)], [attempt], [Change(run, "Running")]), None);
        var ended = attempt with
        {
            State = TaskState.Succeeded,
            StartedAt = Noon,
            FinishedAt = Noon.AddSeconds(1),
            ExitCode = 0,
            Node = "node-7",
            StopCause = "timeout",
            Reason = new TaskReason("oom", "out of memory"),
            Outputs = new Dictionary<string, string> { ["k"] = "v" },
        };
        await Store.CommitAsync(
            new RunChange(run with { State = RunState.Running, StartedAt = Noon, Version = 2 }, [Task(run, "a", TaskState.Succeeded)], [ended], [Change(run, "Succeeded", "a")]), None);

        var detail = await Store.FindAsync(run.Id, None);
        Assert.Equal((RunState.Running, 2, (DateTimeOffset?)Noon), (detail!.Run.State, detail.Run.Version, detail.Run.StartedAt));
        Assert.Equal([TaskState.Succeeded, TaskState.Waiting], detail.Tasks.Select(task => task.State));
        Assert.Equivalent(ended, Assert.Single(detail.Attempts));
        var changes = await Store.ListChangesAsync(run.Id, None);
        Assert.Equal(["Queued", "Running", "Succeeded"], changes.Select(change => change.To));
        Assert.Equal(changes.Select(change => change.Sequence).Order(), changes.Select(change => change.Sequence));
        Assert.Equal(3, changes.Select(change => change.Sequence).Distinct().Count());
    }

    [Fact]
    public async Task Commit_VersionNotNewer_IsRefusedWhole()
    {
        var run = Run(1);
        await Store.CreateAsync(run, [Task(run)], "mei", None);
        await Store.CommitAsync(Step(run with { Version = 5 }), None);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => Store.CommitAsync(
            new RunChange(run with { State = RunState.Failed, Version = 5 }, [Task(run, state: TaskState.Failed)], [Attempt(run)], [Change(run, "Failed")]), None));

        Assert.Contains("second engine", refusal.Message, StringComparison.Ordinal);
        var detail = await Store.FindAsync(run.Id, None);
        Assert.Equal(RunState.Queued, detail!.Run.State);
        Assert.Equal(TaskState.Waiting, Assert.Single(detail.Tasks).State);
        Assert.Empty(detail.Attempts);
        Assert.Single(await Store.ListChangesAsync(run.Id, None));
    }

    [Fact]
    public async Task Commit_UnknownRun_IsRefused() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Store.CommitAsync(Step(Run(1) with { Version = 1 }), None));

    [Fact]
    public async Task Commit_ManyAtOnceSomeRefused_StoresExactlyTheOthers()
    {
        var runs = Enumerable.Range(1, 100).Select(number => Run(number)).ToList();
        await System.Threading.Tasks.Task.WhenAll(runs.Select(run => Store.CreateAsync(run, [Task(run)], "mei", None)));

        var outcomes = await System.Threading.Tasks.Task.WhenAll(runs.Select(async (run, index) =>
        {
            var version = index % 10 == 0 ? 0 : 1;
            try
            {
                await Store.CommitAsync(new RunChange(run with { State = RunState.Running, Version = version }, [Task(run, state: TaskState.Queued)], [], []), None);
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }));

        await using var other = await OpenAgainAsync();
        for (var i = 0; i < runs.Count; i++)
        {
            var detail = await other.Get<IRunStore>().FindAsync(runs[i].Id, None);
            Assert.Equal(i % 10 != 0, outcomes[i]);
            Assert.Equal(outcomes[i] ? RunState.Running : RunState.Queued, detail!.Run.State);
            Assert.Equal(outcomes[i] ? TaskState.Queued : TaskState.Waiting, detail.Tasks[0].State);
        }
    }

    [Fact]
    public async Task Commit_Told_IsSeenByAnotherProcess()
    {
        var run = Run(1);
        await Store.CreateAsync(run, [Task(run)], "mei", None);
        await using var other = await OpenAgainAsync();

        await Store.CommitAsync(Step(run with { State = RunState.Running, Version = 1 }), None);

        Assert.Equal(RunState.Running, (await other.Get<IRunStore>().FindAsync(run.Id, None))!.Run.State);
    }

    [Fact]
    public async Task RequestStop_WhileTheEngineCommits_IsNotLost()
    {
        var run = Run(1) with { Version = 7 };
        await Store.CreateAsync(run, [], "mei", None);

        Assert.True(await Store.RequestStopAsync(run.Id, StopRequest.Stop, "li", None));
        await Store.CommitAsync(Step(run with { State = RunState.Running, Version = 8 }), None);

        var stored = (await Store.FindAsync(run.Id, None))!.Run;
        Assert.Equal((StopRequest.Stop, "li", 8L), (stored.StopRequest, stored.StopRequestedBy, stored.Version));
    }

    [Fact]
    public async Task RequestStop_KillOverridesStop_ButNotTheOtherWay()
    {
        var run = Run(1);
        await Store.CreateAsync(run, [], "mei", None);

        await Store.RequestStopAsync(run.Id, StopRequest.Stop, "first", None);
        await Store.RequestStopAsync(run.Id, StopRequest.Stop, "second", None);
        Assert.Equal((StopRequest.Stop, "first"), await RequestOfAsync(run.Id));

        await Store.RequestStopAsync(run.Id, StopRequest.Kill, "third", None);
        Assert.True(await Store.RequestStopAsync(run.Id, StopRequest.Stop, "fourth", None));
        await Store.CommitAsync(Step(run with { StopRequest = StopRequest.Stop, StopRequestedBy = "first", Version = 1 }), None);
        Assert.Equal((StopRequest.Kill, "third"), await RequestOfAsync(run.Id));
    }

    [Fact]
    public async Task RequestStop_EndedOrUnknownRun_IsFalse()
    {
        var run = Run(1, state: RunState.Succeeded);
        await Store.CreateAsync(run, [], "mei", None);

        Assert.False(await Store.RequestStopAsync(run.Id, StopRequest.Kill, "li", None));
        Assert.False(await Store.RequestStopAsync(Run(2).Id, StopRequest.Kill, "li", None));
        Assert.Equal((StopRequest.None, null), await RequestOfAsync(run.Id));
    }

    [Fact]
    public async Task Commit_RetryOfAStoppedRun_ClearsTheRequest()
    {
        var run = Run(1);
        await Store.CreateAsync(run, [], "mei", None);
        await Store.RequestStopAsync(run.Id, StopRequest.Kill, "li", None);
        await Store.CommitAsync(Step(run with { State = RunState.Stopped, StopRequest = StopRequest.Kill, StopRequestedBy = "li", Version = 1 }), None);

        await Store.CommitAsync(Step(run with { State = RunState.Running, Version = 2 }), None);

        Assert.Equal((StopRequest.None, null), await RequestOfAsync(run.Id));
    }

    [Fact]
    public async Task SetUse_EndedAttempt_StaysWhenTheAttemptIsCommittedAgain()
    {
        var run = Run(1);
        await Store.CreateAsync(run, [Task(run)], "mei", None);
        await Store.CommitAsync(new RunChange(run with { Version = 1 }, [], [Attempt(run)], []), None);
        var use = new ResourceUse(1.5, 0.75, 2L << 40, 12);

        await Store.SetUseAsync(Attempt(run).Key, use, None);
        await Store.CommitAsync(new RunChange(run with { Version = 2 }, [], [Attempt(run, state: TaskState.Succeeded)], []), None);

        var attempt = Assert.Single((await Store.FindAsync(run.Id, None))!.Attempts);
        Assert.Equal((use, TaskState.Succeeded), (attempt.Use, attempt.State));
    }

    [Fact]
    public async Task Delete_Run_TakesAllItsRowsAndNoOthers()
    {
        var run = Run(1);
        var other = Run(2);
        foreach (var each in new[] { run, other })
        {
            await Store.CreateAsync(each, [Task(each)], "mei", None);
            await Store.CommitAsync(new RunChange(each with { Version = 1 }, [], [Attempt(each)], []), None);
            await Storage.Get<ISampleStore>().AppendAsync([(Attempt(each).Key, new ResourceSample(Noon, 1, 1, null, null, null))], None);
        }

        await Store.DeleteAsync(run.Id, None);
        await Store.DeleteAsync(run.Id, None);

        Assert.Null(await Store.FindAsync(run.Id, None));
        Assert.Empty(await Store.ListChangesAsync(run.Id, None));
        Assert.Empty(await Storage.Get<ISampleStore>().ReadAsync(Attempt(run).Key, null, None));
        Assert.NotEmpty((await Store.FindAsync(other.Id, None))!.Attempts);
        Assert.NotEmpty(await Storage.Get<ISampleStore>().ReadAsync(Attempt(other).Key, null, None));
    }

    [Fact]
    public async Task ListUnfinished_Runs_OldestFirst()
    {
        foreach (var run in new[] { Run(3), Run(1, state: RunState.Running), Run(2, state: RunState.Failed) })
        {
            await Store.CreateAsync(run, [], "mei", None);
        }

        Assert.Equal([Run(1).Id, Run(3).Id], await Store.ListUnfinishedAsync(None));
    }

    private async Task<(StopRequest Request, string? By)> RequestOfAsync(RunId id)
    {
        var run = (await Store.FindAsync(id, None))!.Run;
        return (run.StopRequest, run.StopRequestedBy);
    }
}

public sealed class RunStoreOnSqliteTests() : RunStoreContract(DatabaseKind.Sqlite);

public sealed class RunStoreOnPostgresTests() : RunStoreContract(DatabaseKind.Postgres);
