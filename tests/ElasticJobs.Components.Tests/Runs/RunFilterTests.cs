using ElasticJobs.Components.Tests.Console;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Features.Runs.List;

namespace ElasticJobs.Components.Tests.Runs;

public sealed class RunFilterTests
{
    [Fact]
    public void Address_Written_ReadsBackTheSame()
    {
        var filter = new RunFilter("train", RunState.TimedOut, RunTrigger.Rerun, new DateOnly(2026, 1, 2), new DateOnly(2026, 1, 3));
        var address = filter.Address();

        Assert.Equal(filter, RunFilter.Read((string?)address["pipeline"], (string?)address["state"], (string?)address["trigger"], (string?)address["from"], (string?)address["to"]));
    }

    [Fact]
    public void Address_WithWords_ThatMeanNothing_FiltersNothing() => Assert.True(RunFilter.Read(" ", "burning", "7", "yesterday", null).IsEmpty);

    [Fact]
    public void LastDay_IsIncluded()
    {
        var filter = RunFilter.Read(null, null, null, null, "2026-01-01");

        Assert.True(filter.Matches(SomeRuns.Row(60 * 23)));
        Assert.False(filter.Matches(SomeRuns.Row(60 * 25)));
    }

    [Fact]
    public void DebugRuns_AreShown_OnlyWhenAskedFor()
    {
        var run = SomeRuns.Row(1, trigger: RunTrigger.Debug);

        Assert.False(RunFilter.Read(null, null, null, null, null).Matches(run));
        Assert.True(RunFilter.Read(null, null, "debug", null, null).Matches(run));
    }
}
