using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Logs;

namespace ElasticJobs.Storage.Tests.Logs;

public sealed class TaskEventsTests : IDisposable
{
    private readonly LogFixture _log = new();

    [Fact]
    public async Task Events_AreTheLatestOfEachInTheOrderOfTime()
    {
        Assert.Empty(await ReadAsync());
        File.WriteAllText(
            Path.Combine(_log.Directory, TaskEvent.FileName),
            $"{Told("a", 1).ToLine()}\n{Told("b", 2).ToLine()[..9]}\n\n{Told("c", 3).ToLine()}\n{Told("a", 4).ToLine()}\n{{}}\n{Told("d", 5).ToLine()[..30]}");

        Assert.Equal([Told("c", 3), Told("a", 4)], await ReadAsync());
    }

    public void Dispose() => _log.Dispose();

    private Task<IReadOnlyList<TaskEvent>> ReadAsync() => new TaskEvents(_log.Store).ReadAsync(_log.Key.Attempt, CancellationToken.None);

    private static TaskEvent Told(string id, int second) => new(id, DateTimeOffset.UnixEpoch.AddSeconds(second), second == 4, "Started", "it did", second, "p");
}
