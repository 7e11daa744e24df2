using System.Text;
using ElasticJobs.Kubernetes.Logs;

namespace ElasticJobs.Kubernetes.Tests.Logs;

public sealed class RotatedLogsTests
{
    [Fact]
    public void Names_OfAListing_ComeOldestFirstAndEachOnce()
    {
        const string Listing = """
            <pre>
            <a href="0.log">0.log</a>
            <a href="0.log.20261128-230722">0.log.20261128-230722</a>
            <a href="0.log.20261128-230612.gz">0.log.20261128-230612.gz</a>
            <a href="0.log.20261128-230622">0.log.20261128-230622</a>
            <a href="0.log.20261128-230622.gz">0.log.20261128-230622.gz</a>
            <a href="0.log.20261128-230622.gz.tmp">0.log.20261128-230622.gz.tmp</a>
            </pre>
            """;

        Assert.Equal(["0.log.20261128-230612.gz", "0.log.20261128-230622", "0.log.20261128-230722"], RotatedLogs.Names(Listing));
    }

    [Fact]
    public void Pieces_OfAFile_AreThoseOfAStreamUpToTheTime()
    {
        const string File = """
            2026-01-02T15:04:04Z stdout F no fraction
            2026-01-02T15:04:04.00123Z stdout F a short one
            2026-01-02T15:04:05.000000001Z stdout F one two
            2026-01-02T15:04:05.000000002Z stderr F 
            2026-01-02T15:04:05.000000003Z stdout P half, 
            2026-01-02T15:04:05.000000004Z stdout F whole
            2026-01-02T15:04:05.000000005Z stdout F late

            """;
        LogTime.TryRead("2026-01-02T15:04:05.000000005Z "u8, out var before, out _);

        var pieces = Encoding.UTF8.GetString(RotatedLogs.Pieces(Encoding.UTF8.GetBytes(File), before).Span);

        Assert.Equal(
            """
            2026-01-02T15:04:04.000000000Z no fraction
            2026-01-02T15:04:04.001230000Z a short one
            2026-01-02T15:04:05.000000001Z one two
            2026-01-02T15:04:05.000000002Z 
            2026-01-02T15:04:05.000000003Z half, 2026-01-02T15:04:05.000000004Z whole

            """,
            pieces);
    }
}
