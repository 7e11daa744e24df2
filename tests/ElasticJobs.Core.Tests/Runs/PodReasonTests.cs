using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using static ElasticJobs.Tests.Shared.Pipelines.PipelineBuilder;

namespace ElasticJobs.Core.Tests.Runs;

/// <summary>What each reason of a pod's end means for its task, and which retries it qualifies for.</summary>
public sealed class PodReasonTests
{
    public static TheoryData<string?, PodPhase, TaskState, string, RetryOn> Ends => new()
    {
        { PodStatus.Unschedulable, PodPhase.Failed, TaskState.Failed, ReasonCodes.Unschedulable, RetryOn.Error },
        { PodStatus.Quota, PodPhase.Failed, TaskState.Failed, ReasonCodes.Unschedulable, RetryOn.Error },
        { PodStatus.ImagePull, PodPhase.Failed, TaskState.Failed, ReasonCodes.ImagePull, RetryOn.Error },
        { PodStatus.CreateError, PodPhase.Failed, TaskState.Failed, ReasonCodes.CreateError, RetryOn.Error },
        { PodStatus.StartError, PodPhase.Failed, TaskState.Failed, ReasonCodes.StartError, RetryOn.Error },
        { PodStatus.Evicted, PodPhase.Failed, TaskState.Failed, ReasonCodes.Evicted, RetryOn.Error },
        { PodStatus.NodeLost, PodPhase.Lost, TaskState.Failed, ReasonCodes.NodeLost, RetryOn.Error },
        { PodStatus.Preempted, PodPhase.Failed, TaskState.Failed, ReasonCodes.Preempted, RetryOn.Error },
        { PodStatus.Deleted, PodPhase.Lost, TaskState.Failed, ReasonCodes.Deleted, RetryOn.Error },
        { null, PodPhase.Lost, TaskState.Failed, ReasonCodes.Lost, RetryOn.Error },
        { PodStatus.OutOfMemory, PodPhase.Failed, TaskState.Failed, ReasonCodes.OutOfMemory, RetryOn.Failure },
        { PodStatus.OutputsTooLarge, PodPhase.Failed, TaskState.Failed, ReasonCodes.Outputs, RetryOn.Failure },
        { PodStatus.DeadlineExceeded, PodPhase.Failed, TaskState.TimedOut, ReasonCodes.Deadline, RetryOn.Failure },
        { PodStatus.InitFailed, PodPhase.Failed, TaskState.Failed, ReasonCodes.InitFailed, RetryOn.Failure },
        { PodStatus.ObjectFailed, PodPhase.Failed, TaskState.Failed, ReasonCodes.ObjectFailed, RetryOn.Failure },
        { PodStatus.QueueTaskFailed, PodPhase.Failed, TaskState.Failed, ReasonCodes.QueueTaskFailed, RetryOn.Failure },
        { PodStatus.DeadLetter, PodPhase.Failed, TaskState.Failed, ReasonCodes.DeadLetter, RetryOn.Failure },
        { null, PodPhase.Failed, TaskState.Failed, ReasonCodes.ExitCode, RetryOn.Failure },
    };

    [Theory, MemberData(nameof(Ends))]
    public void End_WithAReason_EndsTheAttemptSo(string? reason, PodPhase phase, TaskState state, string code, RetryOn _)
    {
        var run = new RunDriver(Pipeline().Task("a").Build());
        run.Step();

        run.See("a", phase, status => status with { Reason = reason, Message = "the runtime's words", ExitCode = 137 });

        Assert.Equal(state, run.Task("a").State);
        Assert.Equal(code, run.Task("a").Reason?.Code);
        Assert.Contains("the runtime's words", run.Task("a").Reason?.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Ends))]
    public void End_WithAReason_IsRetriedUnderItsKindAlone(string? reason, PodPhase phase, TaskState state, string code, RetryOn kind)
    {
        foreach (var on in Enum.GetValues<RetryOn>())
        {
            var run = new RunDriver(Pipeline().Task("a", with: task => task with { Retry = new RetrySpec(1, on) }).Build());
            run.Step();

            run.See("a", phase, status => status with { Reason = reason, ExitCode = 1 });

            var expected = on == RetryOn.Always || on == kind ? TaskState.Starting : state;
            Assert.True(expected == run.Task("a").State, $"{code} with retry on {on}: {run.Task("a").State}, not {expected}.");
        }
    }

    [Fact]
    public void Success_WithAReasonOfTheInfrastructure_IsASuccess()
    {
        var run = new RunDriver(Pipeline().Task("a").Build());
        run.Step();

        run.See("a", PodPhase.Succeeded, status => status with { Reason = PodStatus.NodeLost, ExitCode = 0 });

        Assert.Equal(TaskState.Succeeded, run.Task("a").State);
    }
}
