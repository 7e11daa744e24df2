using System.Globalization;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Groups;
using ElasticJobs.Kubernetes.Pods;

namespace ElasticJobs.Kubernetes.Tests.Groups;

/// <summary>What becomes of a group whose members end in some order.</summary>
public sealed class GroupReadingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0:1 1- 2-", GroupSuccess.Rank0, PodPhase.Failed, 1)]
    [InlineData("0:0 1:3 2:143s", GroupSuccess.Rank0, PodPhase.Succeeded, 0)]
    [InlineData("0:0 1:0 2:0", GroupSuccess.All, PodPhase.Succeeded, 0)]
    [InlineData("0:143s 1:3 2:143s", GroupSuccess.All, PodPhase.Failed, 3)]
    [InlineData("0:0@5 1:3@4 2:143s", GroupSuccess.Rank0, PodPhase.Failed, 3)]
    [InlineData("0:9@5 1:3@4 2:7@6", GroupSuccess.All, PodPhase.Failed, 3)]
    [InlineData("0:143d 1:3 2:143d", GroupSuccess.All, PodPhase.Failed, 3)]
    [InlineData("0:143d@4 1:3@5 2:143d@5", GroupSuccess.All, PodPhase.Failed, 143)]
    public void End_IsTheFirstThatWeDidNotBringAbout(string members, GroupSuccess success, PodPhase phase, int code)
    {
        var reading = Read(Group(members, success));

        Assert.True(reading.IsEnding);
        if (!members.Contains('-'))
            Assert.Equal((phase, code), (reading.Status(Noon).Phase, reading.Status(Noon).ExitCode));
        else
            Assert.Equal((false, PodPhase.Running), (reading.HasEnded, reading.Status(Noon).Phase));
    }

    [Theory]
    [InlineData("0:0 1- 2-", GroupSuccess.All)]
    [InlineData("0- 1:0 2:0", GroupSuccess.Rank0)]
    [InlineData("0- 1- 2-", GroupSuccess.All)]
    public void Group_GoesOnAsLongAsItsRuleLetsIt(string members, GroupSuccess success)
    {
        var reading = Read(Group(members, success));

        Assert.False(reading.IsEnding);
        Assert.Equal((PodPhase.Running, Noon, "n1"), (reading.Status(Noon).Phase, reading.Status(Noon).StartedAt, reading.Status(Noon).Node));
    }

    [Theory]
    [InlineData("0:3 1:143s", 1, true)]
    [InlineData("0:3 1:143s", 0, false)]
    [InlineData("0:3 1-", 1, false)]
    [InlineData("0:0 1:0", 1, false)]
    [InlineData("0:143d 1:143s", 1, false)]
    public void Restart_IsForTheTasksOwnFailures_OnceAllHaveEnded(string members, int restarts, bool expected) =>
        Assert.Equal(expected, Read(Group(members, GroupSuccess.All, restarts)).StartsAgain);

    [Fact]
    public void Restart_IsNotForWhatWasStopped()
    {
        var group = Group("0:3 1:143s", GroupSuccess.All, restarts: 1);
        group.StopGrace = TimeSpan.Zero;

        var reading = Read(group);

        Assert.False(reading.StartsAgain);
        Assert.Equal((PodPhase.Failed, 3), (reading.Status(Noon).Phase, reading.Status(Noon).ExitCode));
    }

    [Fact]
    public void Members_ThatWereNeverMade_AreMissing_ThoseOfAGroupThatBeganAreLost()
    {
        var waiting = Read(Group("0-", GroupSuccess.All, size: 3, opened: false));
        var begun = Read(Group("0-", GroupSuccess.All, size: 3));

        Assert.Equal([1, 2], waiting.Missing);
        Assert.Equal((false, PodPhase.Pending), (waiting.IsEnding, waiting.Status(Noon).Phase));
        Assert.True(begun.IsEnding);
    }

    [Fact]
    public void Group_WhoseOrderIsLost_Ends()
    {
        var group = Group("0:143s 1:143s", GroupSuccess.All);
        var orphan = new TrackedGroup(group.Name, group.Place, null, group.Status);
        foreach (var (name, pod) in group.Members)
            orphan.Members[name] = pod;

        Assert.Equal((PodPhase.Lost, "Lost"), (Read(orphan).Status(Noon).Phase, Read(orphan).Status(Noon).Reason));
    }

    private static GroupReading Read(TrackedGroup group) => new(group);

    /// <param name="members"><c>RANK-</c> runs; <c>RANK:CODE</c> has ended at second 5 or <c>@SECOND</c>; behind the code <c>s</c>: we stopped it, <c>d</c>: it was deleted, by whom is not known.</param>
    private static TrackedGroup Group(string members, GroupSuccess success, int restarts = 0, int? size = null, bool opened = true)
    {
        var all = members.Split(' ');
        var spec = new PodSpec { Name = "g", LogDirectory = "/logs", Containers = [new ContainerSpec { Command = ["true"] }], Group = new PodGroup(size ?? all.Length, success, restarts) };
        var group = new TrackedGroup("g", default, spec, new PodStatus { Name = "g", Phase = PodPhase.Pending });
        foreach (var member in all)
        {
            var pod = Pod(member, opened);
            group.Members[pod.Name] = pod;
        }

        return group;
    }

    private static TrackedPod Pod(string member, bool opened)
    {
        var rank = member[..1];
        var end = member[1..].Split('@');
        var code = end[0] == "-" ? (int?)null : int.Parse(end[0].Trim(':', 's', 'd'), CultureInfo.InvariantCulture);
        var second = end.Length > 1 ? int.Parse(end[1], CultureInfo.InvariantCulture) : 5;
        var state = code is { } exit
            ? new V1ContainerState { Terminated = new V1ContainerTerminated { ExitCode = exit, FinishedAt = Noon.AddSeconds(second) } }
            : new V1ContainerState { Running = new V1ContainerRunning(Noon) };
        var pod = new V1Pod
        {
            Metadata = new ObjectMeta
            {
                Name = $"g-worker-{rank}",
                Labels = new Dictionary<string, string> { [PodMarks.Group] = "g", [PodMarks.Rank] = rank, [PodMarks.Round] = "0" },
                Annotations = opened ? new Dictionary<string, string> { [PodMarks.Gate] = Noon.ToString("O", CultureInfo.InvariantCulture) } : null,
                DeletionTimestamp = end[0].EndsWith('s') || end[0].EndsWith('d') ? Noon : null,
            },
            Spec = new V1PodSpec { NodeName = "n1", Containers = [new V1Container { Name = $"worker-{rank}" }] },
            Status = new V1PodStatus { Phase = "Running", ContainerStatuses = [new V1ContainerStatus { Name = $"worker-{rank}", State = state }] },
        };
        var stopped = end[0].EndsWith('s');
        return new TrackedPod(pod.Metadata.Name, default, new PodReading(StopAsked: stopped).Read(pod)) { Object = pod, StopAsked = stopped };
    }
}
