using ElasticJobs.Core.Logs;
using ElasticJobs.Web.Streaming;

namespace ElasticJobs.Web.Tests.Streaming;

public sealed class LogWireTests
{
    [Fact]
    public void Line_OfAMergedLog_StandsBehindItsContainersName_InAColourThatItsNeighbourDoesNotHave()
    {
        var (first, second) = (Text("worker-0"), Text("worker-1"));

        Assert.Matches("^\e\\[[0-9]{2}mworker-0\e\\[0m hello$", first);
        Assert.NotEqual(first[..5], second[..5]);
        Assert.Equal(first, Text("worker-0"));
    }

    [Fact]
    public void Line_OfOneContainer_IsItsTextAlone() => Assert.Equal("hello", Text(null));

    private static string Text(string? container) => LogLineWire.From(new LogLine(3, DateTimeOffset.UnixEpoch, LogStream.Out, "hello", Container: container)).X;
}
