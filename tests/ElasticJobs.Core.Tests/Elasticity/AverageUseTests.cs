using System.Globalization;
using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Core.Tests.Elasticity;

public sealed class AverageUseTests
{
    [Theory]
    [InlineData(60, 75, "50 100")] // All tell.
    [InlineData(60, 60, "120 -")] // More would be asked for: the silent one counts as unused, and there is no reason any more.
    [InlineData(60, 80, "160 160 - -")]
    [InlineData(60, 70, "90 90 30")]
    [InlineData(60, 45, "30 30 30 90")]
    [InlineData(60, 60, "20 -")] // Fewer: it counts as using all that it requests, and all stay.
    [InlineData(60, 40, "20 20 20 -")]
    [InlineData(150, 120, "90 -")] // Or the threshold, if that is more.
    [InlineData(60, 60, "60 -")]
    public void Average_CountsThoseThatDontTellAgainstMoving(double threshold, double expected, string percents) =>
        Assert.Equal(expected, AverageUse.Of([.. percents.Split(' ').Select(percent => percent == "-" ? (double?)null : double.Parse(percent, CultureInfo.InvariantCulture))], threshold));

    [Fact]
    public void Average_OfNoneThatTells_IsUnknown()
    {
        Assert.Null(AverageUse.Of([], 60));
        Assert.Null(AverageUse.Of([null, null], 60));
    }
}
