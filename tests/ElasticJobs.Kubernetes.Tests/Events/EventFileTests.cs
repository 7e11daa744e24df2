using ElasticJobs.Core.Runs;
using ElasticJobs.Kubernetes.Events;
using ElasticJobs.Tests.Shared.Files;

namespace ElasticJobs.Kubernetes.Tests.Events;

public sealed class EventFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string[] Lines => File.ReadAllLines(_directory[TaskEvent.FileName]);

    [Fact]
    public void Event_ToldAgain_IsWrittenOnceAndOnceMoreWhenItHappensAgain()
    {
        var file = Open();
        file.Add([Told("a"), Told("b")]);
        file.Add([Told("a")]);
        file.Add([Told("a", count: 2)]);

        Assert.Equal([Told("a"), Told("b"), Told("a", count: 2)], Lines.Select(TaskEvent.Parse));
    }

    [Fact]
    public void Console_StartedAgain_WritesOnlyWhatIsNew()
    {
        Open().Add([Told("a")]);

        Open().Add([Told("a"), Told("b")]);

        Assert.Equal([Told("a"), Told("b")], Lines.Select(TaskEvent.Parse));
    }

    [Fact]
    public void Line_ThatAKilledConsoleLeftHalf_SpoilsNoOther()
    {
        Open().Add([Told("a")]);
        File.AppendAllText(_directory[TaskEvent.FileName], Told("b").ToLine()[..20]);

        Open().Add([Told("b")]);

        Assert.Equal([Told("a"), null, Told("b")], Lines.Select(TaskEvent.Parse));
    }

    public void Dispose() => _directory.Dispose();

    private EventFile Open() => new(_directory.Path, "uid");

    private static TaskEvent Told(string id, int count = 1) => new(id, DateTimeOffset.UnixEpoch.AddSeconds(count), true, "FailedMount", "no \"such\"\nthing", count, "p");
}
