using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;

namespace ElasticJobs.Kubernetes.Tests.Pods;

public sealed class PodReadingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Pod_ThatNobodyHasSeenYet_IsPendingWithoutWords()
    {
        var status = Read(new V1PodStatus { Phase = "Pending" });

        Assert.Equal((PodPhase.Pending, null, null), (status.Phase, status.Reason, status.Message));
    }

    [Theory]
    [InlineData("0/1 nodes are available: 1 Insufficient cpu.", "No node fits, cpu is short: 0/1 nodes are available: 1 Insufficient cpu.")]
    [InlineData("0/3 nodes are available: 1 Insufficient memory, 2 Insufficient nvidia.com/gpu.", "No node fits, memory and nvidia.com/gpu are short: ")]
    [InlineData("0/1 nodes are available: 1 node(s) didn't match node selector.", "No node fits: 0/1 nodes are available: 1 node(s) didn't match node selector.")]
    public void Unscheduled_SaysWhatIsShort(string message, string expected)
    {
        var status = Read(new V1PodStatus { Phase = "Pending", Conditions = [new V1PodCondition("PodScheduled", "False") { Reason = "Unschedulable", Message = message }] });

        Assert.Equal((PodPhase.Pending, PodStatus.Unschedulable), (status.Phase, status.Reason));
        Assert.StartsWith(expected, status.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ErrImagePull", "not found", PodStatus.ImagePull, "Its image can't be pulled: not found")]
    [InlineData("ImagePullBackOff", null, PodStatus.ImagePull, "Its image can't be pulled: ImagePullBackOff")]
    [InlineData("InvalidImageName", "bad ref", PodStatus.ImagePull, "The image's name is wrong: bad ref")]
    [InlineData("ErrImageNeverPull", "x", PodStatus.ImagePull, "The image is not on the node, and its pull policy is Never.")]
    [InlineData("CreateContainerConfigError", "secret \"s\" not found", PodStatus.CreateError, "Its container can't be created: secret \"s\" not found")]
    [InlineData("RunContainerError", "no device", PodStatus.CreateError, "Its container can't be created: no device")]
    [InlineData("ContainerCreating", null, null, null)]
    public void Waiting_SaysWhy(string reason, string? words, string? expected, string? message)
    {
        var status = Read(Of(new V1ContainerState { Waiting = new V1ContainerWaiting(reason, words) }, "Pending"));

        Assert.Equal((PodPhase.Pending, expected, message), (status.Phase, status.Reason, status.Message));
    }

    [Fact]
    public void BackOff_KeepsTheWordsOfThePullThatFailed()
    {
        var before = Read(Of(new V1ContainerState { Waiting = new V1ContainerWaiting("ErrImagePull", "unauthorized") }, "Pending"));

        var status = new PodReading(Before: before).Read(Pod(Of(new V1ContainerState { Waiting = new V1ContainerWaiting("ImagePullBackOff", "Back-off pulling image") }, "Pending")));

        Assert.Equal("Its image can't be pulled: unauthorized", status.Message);
    }

    [Fact]
    public void Running_IsToldBeforeThePodsPhase()
    {
        var status = Read(Of(new V1ContainerState { Running = new V1ContainerRunning(Noon) }, "Pending"));

        Assert.Equal((PodPhase.Running, Noon), (status.Phase, status.StartedAt));
    }

    [Fact]
    public void Terminated_IsTheEnd_WhateverThePodsPhase()
    {
        var status = Read(Ended(0, "Completed", "\u0002rows\u001f42\n\u001e\u0004", "Running"));

        Assert.Equal((PodPhase.Succeeded, 0, Noon.AddSeconds(5)), (status.Phase, status.ExitCode, status.FinishedAt));
        Assert.Equal("42", status.Outputs!["rows"]);
    }

    [Theory]
    [InlineData(3, "Error", null, null)]
    [InlineData(137, "OOMKilled", PodStatus.OutOfMemory, "It used more memory than its limit of 1000 bytes. Raise resources.memory, or use less.")]
    [InlineData(137, "Error", "Killed", "Something on the node sent it KILL; often the kernel, because memory ran out.")]
    [InlineData(128, "StartError", PodStatus.StartError, "The container could not be started: \u0002nothing")]
    public void Failure_HasItsReason(int code, string reason, string? expected, string? message)
    {
        var status = Read(Ended(code, reason, reason == "StartError" ? "\u0002nothing" : "\u0002\u0004"));

        Assert.Equal((PodPhase.Failed, code, expected, message), (status.Phase, status.ExitCode, status.Reason, status.Message));
    }

    [Fact]
    public void Success_OfWhatOnceMetItsMemoryLimit_IsASuccess() => Assert.Equal(PodPhase.Succeeded, Read(Ended(0, "OOMKilled", null)).Phase);

    [Fact]
    public void Refusal_OfTheScript_IsAStartError()
    {
        var status = Read(Ended(127, "Error", "\u0002!There is no program 'x'.\u0004"));

        Assert.Equal((PodStatus.StartError, "There is no program 'x'."), (status.Reason, status.Message));
    }

    [Theory]
    [InlineData("\u0002?5000 big\u001e2 small\u001e\u0004", "The outputs are 5002 bytes")]
    [InlineData("\u0002rows\u001f4", "The outputs are too large")]
    public void Outputs_ThatDontFit_FailASuccess(string message, string expected)
    {
        var status = Read(Ended(0, "Completed", message));

        Assert.Equal((PodPhase.Failed, 0, PodStatus.OutputsTooLarge), (status.Phase, status.ExitCode, status.Reason));
        Assert.StartsWith(expected, status.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Evicted", PodStatus.Evicted)]
    [InlineData("DeadlineExceeded", PodStatus.DeadlineExceeded)]
    [InlineData("Preempting", PodStatus.Preempted)]
    [InlineData("NodeLost", PodStatus.NodeLost)]
    [InlineData("Shutdown", PodStatus.NodeLost)]
    [InlineData("OutOfcpu", PodStatus.Unschedulable)]
    public void Pod_EndedByTheCluster_SaysSo_WithAndWithoutItsContainer(string reason, string expected)
    {
        Assert.Equal(expected, Read(new V1PodStatus { Phase = "Failed", Reason = reason }).Reason);
        Assert.Equal(expected, Read(Ended(137, "Error", null) with { Reason = reason }).Reason);
    }

    [Theory]
    [InlineData("PreemptionByScheduler", PodStatus.Preempted)]
    [InlineData("EvictionByEvictionAPI", PodStatus.Evicted)]
    [InlineData("DeletionByTaintManager", PodStatus.NodeLost)]
    public void Disruption_OfNewerClusters_IsUnderstood(string reason, string expected)
    {
        var pod = Ended(143, "Error", null) with { Conditions = [new V1PodCondition("DisruptionTarget", "True") { Reason = reason }] };

        Assert.Equal(expected, Read(pod).Reason);
    }

    [Fact]
    public void Pod_EndedWithoutAWordOfItsContainer_IsLost()
    {
        var status = Read(new V1PodStatus { Phase = "Failed", Reason = "Odd", Message = "nobody knows" });

        Assert.Equal((PodPhase.Lost, "Its node does not say how it ended (Odd). nobody knows"), (status.Phase, status.Message));
    }

    [Theory]
    [InlineData(137, true, "Killed", "Killed on request.")]
    [InlineData(143, true, "Terminated", "Stopped on request.")]
    [InlineData(143, false, PodStatus.Deleted, "Its pod was deleted: by a person, by a drain of the node, or to make room for a pod of higher priority.")]
    public void Deletion_IsOursOrSomebodyElses(int code, bool ours, string reason, string message)
    {
        var status = new PodReading(StopAsked: ours).Read(Pod(Ended(code, "Error", null), deleted: true));

        Assert.Equal((PodPhase.Failed, reason, message), (status.Phase, status.Reason, status.Message));
    }

    [Theory]
    [InlineData(1L, "Killed", "Killed on request.")]
    [InlineData(10L, "Terminated", "Stopped on request.")]
    public void Stop_WhoseContainerTheKubeletForgot_IsStillOurs(long grace, string reason, string message)
    {
        var pod = Pod(Of(new V1ContainerState { Waiting = new V1ContainerWaiting("ContainerCreating") }, "Failed"), deleted: true);
        pod = pod with { Metadata = pod.Metadata with { DeletionGracePeriodSeconds = grace } };

        var status = new PodReading(StopAsked: true).Read(pod);

        Assert.Equal((PodPhase.Lost, null, reason, message), (status.Phase, status.ExitCode, status.Reason, status.Message));
    }

    [Fact]
    public void Deletion_BeforeItHadANode_IsTheEnd()
    {
        var pod = Pod(new V1PodStatus { Phase = "Pending" }, deleted: true);
        pod = pod with { Spec = pod.Spec! with { NodeName = null } };

        Assert.Equal((PodPhase.Failed, 137, "Stopped before it began."), Three(new PodReading(StopAsked: true).Read(pod)));
        Assert.Equal((PodPhase.Failed, null, "Somebody deleted its pod before it began."), Three(new PodReading().Read(pod)));
    }

    [Theory]
    [InlineData(true, 0L, false)]
    [InlineData(false, 5L, true)]
    public void Deletion_OfWhatItsNodeNeverBegan_IsTheEndOnceTheNodeIsDone(bool ours, long grace, bool isLate)
    {
        var pod = Pod(Of(new V1ContainerState { Waiting = new V1ContainerWaiting("ImagePullBackOff") }, "Pending"), deleted: true);
        pod = pod with { Metadata = pod.Metadata with { DeletionGracePeriodSeconds = grace } };

        var status = new PodReading(StopAsked: ours, isLate ? NodeState.Answers : NodeState.Unknown).Read(pod);

        Assert.Equal((PodPhase.Failed, ours ? "Killed" : PodStatus.Deleted), (status.Phase, status.Reason));
        Assert.Equal(PodPhase.Pending, new PodReading(StopAsked: false).Read(pod).Phase);
        Assert.Equal(PodPhase.Pending, new PodReading(StopAsked: true).Read(pod with { Metadata = pod.Metadata with { DeletionGracePeriodSeconds = 1 } }).Phase);
    }

    [Theory]
    [InlineData(3, "Error", null, PodStatus.InitFailed, "Init container 'fetch' exited with code 3.")]
    [InlineData(137, "OOMKilled", null, PodStatus.OutOfMemory, "Init container 'fetch': It used more memory than its limit of 500 bytes. Raise resources.memory, or use less.")]
    [InlineData(127, "Error", "\u0002!There is no program 'x'.\u0004", PodStatus.StartError, "Init container 'fetch': There is no program 'x'.")]
    public void InitContainer_ThatFails_IsTheEndBeforeThePodsPhaseSaysSo(int code, string reason, string? words, string expected, string message)
    {
        var pod = WithInit(new V1ContainerState { Terminated = new V1ContainerTerminated { ExitCode = code, Reason = reason, Message = words, FinishedAt = Noon } });

        var status = new PodReading().Read(pod);

        Assert.Equal((PodPhase.Failed, code, Noon, expected, message), (status.Phase, status.ExitCode, status.FinishedAt, status.Reason, status.Message));
        Assert.Equal(PodReasons.Terminated, new PodReading(StopAsked: true).Read(WithInit(new V1ContainerState { Terminated = new V1ContainerTerminated { ExitCode = 143 } })).Reason);
    }

    [Fact]
    public void InitContainer_ThatADeletionEnds_IsNoEndUntilItsNodeIsDone()
    {
        var pod = WithInit(new V1ContainerState { Terminated = new V1ContainerTerminated { ExitCode = 137, Reason = "ContainerStatusUnknown" } });
        V1Pod Deleted(long grace) => pod with { Metadata = pod.Metadata with { DeletionTimestamp = Noon, DeletionGracePeriodSeconds = grace } };

        Assert.Equal(PodPhase.Pending, new PodReading(StopAsked: true).Read(Deleted(5)).Phase);
        Assert.Equal((PodPhase.Failed, 137, "Stopped before it began."), Three(new PodReading(StopAsked: true).Read(Deleted(0))));
        Assert.Equal(PodPhase.Lost, new PodReading().Read(pod).Phase);
    }

    [Fact]
    public void InitContainer_ThatRuns_IsSaidWhileThePodWaits()
    {
        var status = new PodReading().Read(WithInit(new V1ContainerState { Running = new V1ContainerRunning(Noon) }));

        Assert.Equal((PodPhase.Pending, null, "Init container 'fetch' runs."), (status.Phase, status.Reason, status.Message));
        Assert.Null(new PodReading().Read(WithInit(new V1ContainerState { Terminated = new V1ContainerTerminated { ExitCode = 0 } })).Message);
    }

    [Fact]
    public void InitContainer_OfAPodThatStartsItAgain_IsNoEnd()
    {
        var pod = WithInit(new V1ContainerState { Terminated = new V1ContainerTerminated { ExitCode = 3 } });

        Assert.Equal(PodPhase.Pending, new PodReading().Read(pod with { Spec = pod.Spec! with { RestartPolicy = "OnFailure" } }).Phase);
    }

    [Fact]
    public void Node_ThatIsLost_LosesThePod()
    {
        var status = new PodReading(Node: NodeState.Lost).Read(Pod(Of(new V1ContainerState { Running = new V1ContainerRunning(Noon) }), deleted: true));

        Assert.Equal((PodPhase.Lost, PodStatus.NodeLost), (status.Phase, status.Reason));
    }

    [Fact]
    public void Labels_ThatDidNotFit_AreAsTheyWereGiven()
    {
        var labels = new Dictionary<string, string> { ["elasticjobs.io/task"] = "a b/ü", ["elasticjobs.io/run"] = "r1" };
        var safe = labels.ToDictionary(label => label.Key, label => LabelValues.Safe(label.Value));
        Assert.Matches("^a-b-[0-9a-f]{8}$", safe["elasticjobs.io/task"]);
        var metadata = new ObjectMeta
        {
            Labels = safe.Append(new(PodMarks.Owner, "x")).ToDictionary(),
            Annotations = new Dictionary<string, string> { [PodMarks.Labels] = LabelValues.Annotation(labels)! },
        };

        Assert.Equal(labels, LabelValues.Of(metadata));
    }

    private static (PodPhase, int?, string?) Three(PodStatus status) => (status.Phase, status.ExitCode, status.Message);

    private static PodStatus Read(V1PodStatus status) => new PodReading().Read(Pod(status));

    private static V1PodStatus Ended(int code, string reason, string? message, string phase = "Failed") => Of(
        new V1ContainerState { Terminated = new V1ContainerTerminated { ExitCode = code, Reason = reason, Message = message, StartedAt = Noon, FinishedAt = Noon.AddSeconds(5) } }, phase);

    private static V1PodStatus Of(V1ContainerState state, string phase = "Running") =>
        new() { Phase = phase, ContainerStatuses = [new V1ContainerStatus { Name = "side" }, new V1ContainerStatus { Name = "main", State = state }] };

    private static V1Pod WithInit(V1ContainerState state)
    {
        var pod = Pod(Of(new V1ContainerState { Waiting = new V1ContainerWaiting("PodInitializing") }, "Pending") with { InitContainerStatuses = [new V1ContainerStatus { Name = "fetch", State = state }] });
        var init = new V1Container { Name = "fetch", Resources = new V1ResourceRequirements { Limits = new Dictionary<string, string> { ["memory"] = "500" } } };
        return pod with { Spec = pod.Spec! with { RestartPolicy = "Never", InitContainers = [init] } };
    }

    private static V1Pod Pod(V1PodStatus status, bool deleted = false) => new()
    {
        Metadata = new ObjectMeta { Name = "p", DeletionTimestamp = deleted ? Noon.AddMinutes(1) : null },
        Spec = new V1PodSpec
        {
            NodeName = "n1",
            Containers =
            [
                new V1Container { Name = "main", Resources = new V1ResourceRequirements { Limits = new Dictionary<string, string> { ["memory"] = "1000" } } },
                new V1Container { Name = "side" },
            ],
        },
        Status = status,
    };
}
