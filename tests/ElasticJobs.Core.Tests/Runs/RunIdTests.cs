using ElasticJobs.Core.Runs;

namespace ElasticJobs.Core.Tests.Runs;

public sealed class RunIdTests
{
    [Fact]
    public void TryParse_OfItsOwnText_GivesTheSameId()
    {
        var id = new RunId(Guid.CreateVersion7());

        Assert.True(RunId.TryParse(id.ToString(), out var parsed));
        Assert.Equal(id, parsed);
    }

    [Fact]
    public void TryParse_OfAnythingElse_Refuses() => Assert.False(RunId.TryParse("penguins", out _));
}
