using System.Text;
using ElasticJobs.Scheduler.QueueTasks;
using ElasticJobs.Tests.Shared.Files;

namespace ElasticJobs.Scheduler.Tests.QueueTasks;

public sealed class SinkLogTests
{
    [Fact]
    public void KillBetweenTheLogAndItsPosition_DoublesNothing()
    {
        using var directory = new TemporaryDirectory();
        var first = new SinkLog(directory.Path, from: 10);
        Append(first, "one\n");
        first.Reached(11);
        // It was killed in the middle of the second frame.
        File.AppendAllText(directory["main.out"], "tw");

        var second = new SinkLog(directory.Path, from: 99);
        Append(second, "two\n");
        Append(second, "oh\n", isError: true);
        second.Reached(13);

        Assert.Equal((10, 13), (second.First, second.Next));
        Assert.Equal("one\ntwo\n", File.ReadAllText(directory["main.out"]));
        Assert.Equal("oh\n", File.ReadAllText(directory["main.err"]));
    }

    [Fact]
    public void SeveralFrames_ThatAreOnFileBeyondThePosition_ArePassedOver()
    {
        using var directory = new TemporaryDirectory();
        var first = new SinkLog(directory.Path, from: 1);
        Append(first, "one\n");
        Append(first, "two\n");

        var second = new SinkLog(directory.Path, from: 1);
        Append(second, "one\n");
        Append(second, "two\n");
        Append(second, "three\n");

        Assert.Equal(1, second.Next);
        Assert.Equal("one\ntwo\nthree\n", File.ReadAllText(directory["main.out"]));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("one\ntwo\n\n", "two")]
    [InlineData("one\n##ej progress 1 done\n", "one")]
    [InlineData("##ej progress 1 done\n", "")]
    public void LastLine_IsNoProgress(string output, string line)
    {
        using var directory = new TemporaryDirectory();
        var log = new SinkLog(directory.Path, from: 1);
        Append(log, output);
        Append(log, "oh\n", isError: true);

        Assert.Equal(line, log.LastLine());
    }

    private static void Append(SinkLog log, string text, bool isError = false) => log.Append(isError, Encoding.UTF8.GetBytes(text));
}
