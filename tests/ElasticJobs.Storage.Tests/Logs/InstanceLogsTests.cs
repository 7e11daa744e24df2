using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Logs;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Ids;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Storage.Tests.Logs;

public sealed class InstanceLogsTests : IDisposable
{
    private static readonly DateTimeOffset Begun = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly TemporaryDirectory _directory = new();
    private readonly LogStore _store;

    public InstanceLogsTests() => _store = new LogStore(_directory.Path, new FakeTimeProvider());

    /// <summary>Another console on the same files each time.</summary>
    private InstanceLogs Logs => new(_directory.Path, _store);

    [Fact]
    public void Log_ThatHasBegunAndEnded_IsFoundByEveryConsole()
    {
        var log = Log(1, "train-1");
        Logs.Begin(log);
        Logs.Begin(Log(2, "train-2", Begun.AddMinutes(1)));
        Logs.Begin(log with { BegunAt = Begun.AddHours(1) });
        Logs.End("train", "train-1", Begun.AddMinutes(5));
        Logs.End("train", "train-1", Begun.AddMinutes(9));
        Logs.End("train", "unknown", Begun);

        Assert.Equal(log with { EndedAt = Begun.AddMinutes(5) }, Logs.Find("train", "train-1"));
        Assert.Equal("train-2", Logs.Find(new RunId(SequentialIds.At(2)))!.Instance);
        Assert.Equal(["train-2", "train-1"], Logs.List("train").Select(one => one.Instance));
        Assert.Empty(Logs.List("other"));
    }

    [Fact]
    public async Task Log_ThatIsRemoved_IsGoneWithItsLines()
    {
        var log = Log(1, "train-1");
        Logs.Begin(log);
        Logs.Begin(Log(2, "group.train-2", service: "group.train"));
        var directory = _store.DirectoryOf(log.Key);

        await Logs.RemoveAsync(log, CancellationToken.None);

        Assert.False(Directory.Exists(directory));
        Assert.Equal("group.train", Assert.Single(Logs.ListAll()).Service);
    }

    [Fact]
    public async Task List_ReadsAFileOnce_AndFollowsWhatOtherConsolesDo()
    {
        var logs = Logs;
        Logs.Begin(Log(1, "train-1"));
        Logs.Begin(Log(2, "train-2", Begun.AddMinutes(1)));
        var first = logs.List("train");

        Assert.All(logs.List("train").Zip(first), pair => Assert.Same(pair.Second, pair.First));
        Logs.End("train", "train-1", Begun.AddMinutes(5));
        Logs.Begin(Log(3, "train-3", Begun.AddMinutes(2)));
        var second = logs.List("train");
        Assert.Equal([("train-3", false), ("train-2", false), ("train-1", true)], second.Select(log => (log.Instance, log.EndedAt is not null)));
        Assert.Same(first[0], second[1]);
        // What has ended is not even looked at again.
        await File.WriteAllTextAsync(Directory.EnumerateFiles(Path.Combine(_directory.Path, "instances", "train"), "train-1.*").Single(), "");
        Assert.Same(second[2], logs.List("train")[2]);

        await logs.RemoveAsync(second[2], CancellationToken.None);
        Assert.Equal(["train-3", "train-2"], logs.List("train").Select(log => log.Instance));
    }

    [Theory]
    [InlineData("../x", "train-1")]
    [InlineData("..", "train-1")]
    [InlineData("train", "../train/train-1")]
    [InlineData("train", "*")]
    [InlineData("train", "")]
    [InlineData("train", "train")]
    public void Name_ThatIsNone_FindsNothing(string service, string instance)
    {
        Logs.Begin(Log(1, "train-1"));

        Assert.Null(Logs.Find(service, instance));
    }

    public void Dispose() => _directory.Dispose();

    private static InstanceLog Log(int id, string instance, DateTimeOffset? begun = null, string service = "train") =>
        new("default", service, instance, "instance", new RunId(SequentialIds.At(id)), begun ?? Begun);
}
