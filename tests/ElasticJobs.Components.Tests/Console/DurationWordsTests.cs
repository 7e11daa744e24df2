using ElasticJobs.Tests.Shared.Runs;
using ElasticJobs.Web.Components.Times;

namespace ElasticJobs.Components.Tests.Console;

public sealed class DurationWordsTests
{
    [Theory]
    [InlineData(0, "0s")]
    [InlineData(0.04, "40ms")]
    [InlineData(1.21, "1.2s")]
    [InlineData(8, "8s")]
    [InlineData(59.9, "59s")]
    [InlineData(83, "1m 23s")]
    [InlineData(7500, "2h 05m")]
    [InlineData(273600, "3d 4h")]
    public void Duration_OfAnyLength_ReadsShort(double seconds, string expected) => Assert.Equal(expected, DurationWords.Of(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Duration_OfWhatStillLasts_CountsWholeSeconds() =>
        Assert.Equal("3s", DurationWords.Between(RunRows.Start, null, RunRows.Start.AddSeconds(3.9)));

    [Fact]
    public void Duration_OfWhatHasNotBegun_IsNone() => Assert.Null(DurationWords.Between(null, null, RunRows.Start));
}
