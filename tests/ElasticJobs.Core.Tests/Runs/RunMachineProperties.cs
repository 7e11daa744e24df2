using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using FsCheck.Xunit;

namespace ElasticJobs.Core.Tests.Runs;

/// <summary>What holds for every graph and every order of events. A failing seed is printed and can be given again.</summary>
public sealed class RunMachineProperties
{
    [Property(MaxTest = 400)]
    public void AnyRun_WithoutCrashes_EndsByTheRules(int seed)
    {
        var pipeline = new RandomPipeline(seed);
        var simulation = new RunSimulation(pipeline, new Random(seed), crashes: false);

        simulation.RunToEnd();

        CheckRules(pipeline, simulation);
    }

    [Property(MaxTest = 400)]
    public void AnyRun_WithCrashesAnywhere_EndsInTheSameStates(int seed)
    {
        var pipeline = new RandomPipeline(seed);
        var undisturbed = new RunSimulation(pipeline, new Random(seed), crashes: false);
        var disturbed = new RunSimulation(pipeline, new Random(seed + 1), crashes: true);

        undisturbed.RunToEnd();
        disturbed.RunToEnd();

        Assert.Equal(Ends(undisturbed), Ends(disturbed));
        Assert.Equal(undisturbed.Committed.Run.State, disturbed.Committed.Run.State);
        CheckRules(pipeline, disturbed);
    }

    [Property(MaxTest = 400)]
    public void AnyRun_StoppedAnywhere_EndsWithNothingLeft(int seed)
    {
        var pipeline = new RandomPipeline(seed);
        var stop = seed % 2 == 0 ? StopRequest.Stop : StopRequest.Kill;
        var simulation = new RunSimulation(pipeline, new Random(seed), crashes: true, stop);

        simulation.RunToEnd();

        Assert.All(simulation.Committed.Tasks, task => Assert.True(task.IsFinished));
        CheckChanges(simulation);
    }

    private static void CheckRules(RandomPipeline pipeline, RunSimulation simulation)
    {
        CheckChanges(simulation);
        foreach (var spec in pipeline.Document.Spec.Tasks)
            CheckTask(spec, simulation.Committed);
    }

    private static void CheckChanges(RunSimulation simulation)
    {
        Assert.Equal(simulation.Begun.Distinct(), simulation.Begun);
        foreach (var task in simulation.Changes.Where(change => change.Task is not null).GroupBy(change => change.Task))
        {
            var state = TaskState.Waiting.ToString();
            foreach (var change in task)
            {
                Assert.Equal(state, change.From);
                Assert.True(TaskTransitions.Allows(Enum.Parse<TaskState>(change.From), Enum.Parse<TaskState>(change.To)), $"{change.From} > {change.To}");
                state = change.To;
            }
        }
    }

    /// <summary>A task was started if, and only if, all its edges hold and it isn't to be skipped.</summary>
    private static void CheckTask(TaskSpec spec, RunDetail run)
    {
        var task = run.Tasks.Single(task => task.Task == spec.Id);
        var verdicts = spec.After.Select(edge => EdgeConditions.Judge(edge.When, run.Tasks.Single(upstream => upstream.Task == edge.Task))).ToList();
        var hold = verdicts.TrueForAll(verdict => verdict == EdgeVerdict.Holds);
        Assert.Equal(hold && !spec.Skip, task.Attempt > 0);
        Assert.Equal(verdicts.Contains(EdgeVerdict.Broken), task.State == TaskState.UpstreamFailed);
        Assert.True(task.Tries <= 1 + (spec.Retry?.Limit ?? 0), $"{task.Tries} tries");
        Assert.Equal(task.Attempt, run.Attempts.Count(attempt => attempt.Key.Task == spec.Id));
        Assert.All(run.Attempts.Where(attempt => attempt.Key.Task == spec.Id), attempt => Assert.True(TaskTransitions.IsTerminal(attempt.State)));
    }

    private static IEnumerable<string> Ends(RunSimulation simulation) =>
        simulation.Committed.Tasks.Select(task => $"{task.Task} {task.State} {task.Attempt} {task.Reason?.Code}");
}
