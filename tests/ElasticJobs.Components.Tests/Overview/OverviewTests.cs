using Bunit;
using ElasticJobs.Components.Tests.Console;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Components.Tests.Overview;

public sealed class OverviewTests : ConsolePage
{
    [Fact]
    public void Page_WithoutRuns_OffersTheSamples()
    {
        var page = Open<Web.Features.Overview.Overview>("/");

        page.WaitForAssertion(() => Assert.Equal("Overview", page.Find("h1").TextContent));
        page.WaitForAssertion(() => Assert.Contains("penguins", page.FindAll(".samples b").Select(name => name.TextContent)));
    }

    [Fact]
    public async Task Page_WithAFailedRun_SaysWhichTaskFailedAndWhy()
    {
        await SaveAsync(SomeRuns.Two);
        await CreateAsync(SomeRuns.Failed());

        var page = Open<Web.Features.Overview.Overview>("/");

        page.WaitForAssertion(() => Assert.Contains("It exited with code 3.", page.Find(".failed").TextContent, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.NotNull(page.Find(".failed a[href$='task=a']")));
    }

    [Fact]
    public async Task Run_ThatBegins_IsShownAsRunning()
    {
        var page = Open<Web.Features.Overview.Overview>("/");
        await FollowedAsync();

        Feed.Tell(SomeRuns.Row(1, state: RunState.Running));

        await ShowsAsync(() => page.FindAll("#running").Count == 1, "the run is among the running");
    }
}
