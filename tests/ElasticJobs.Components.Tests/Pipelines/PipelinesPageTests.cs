using Bunit;
using ElasticJobs.Components.Tests.Console;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Pipelines;
using ElasticJobs.Web.Features.Pipelines;

namespace ElasticJobs.Components.Tests.Pipelines;

public sealed class PipelinesPageTests : ConsolePage
{
    [Fact]
    public async Task Pipeline_WithRuns_ShowsABarForEachThatLeadsToIt()
    {
        await SaveAsync(SomeRuns.Two);
        await CreateAsync(SomeRuns.Failed());

        var page = Open<PipelinesPage>("/pipelines");

        var bar = page.WaitForElement(".bar");
        page.WaitForAssertion(() => Assert.Contains("failed", bar.ClassList));
        page.WaitForAssertion(() => Assert.StartsWith("/runs/", bar.GetAttribute("href"), StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Contains("Failed", bar.GetAttribute("title"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_ThatChanges_ChangesItsBar()
    {
        await SaveAsync(SomeRuns.Two);
        await Runs.CreateAsync(SomeRuns.Row(1, state: RunState.Running), [], "ann", CancellationToken.None);
        var page = Open<PipelinesPage>("/pipelines");
        await FollowedAsync();

        Feed.Tell(SomeRuns.Row(1, state: RunState.Succeeded, version: 2));

        await ShowsAsync(() => page.WaitForElement(".bar").ClassList.Contains("succeeded"), "the bar is of a succeeded run");
    }

    [Fact]
    public async Task Viewer_SeesPipelines_ButNoActs()
    {
        await SaveAsync(SomeRuns.Two);

        var page = Open<PipelinesPage>("/pipelines", ProjectRole.Viewer);

        page.WaitForAssertion(() => Assert.Contains("two", page.Markup, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[aria-label='Run two']")));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[aria-label='Delete two']")));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("a[href='/pipelines/new']")));
    }

    [Fact]
    public async Task Search_WhileTyping_FiltersAndStandsInTheAddress()
    {
        await SaveAsync(SomeRuns.Two);
        await SaveAsync(PipelineBuilder.Pipeline("other").Task("a").Build());
        var page = Open<PipelinesPage>("/pipelines?view=cards");

        page.WaitForElement("input[type=search]").Input("oth");

        page.WaitForAssertion(() => Assert.Equal(["other"], page.FindAll(".card .name").Select(name => name.TextContent)));
        page.WaitForAssertion(() => Assert.EndsWith("/pipelines?view=cards&q=oth", Navigation.Uri.Replace("?q=oth&view=cards", "?view=cards&q=oth", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pipeline_WithoutParameters_RunsAtOnceAndLeadsToTheRun()
    {
        await SaveAsync(SomeRuns.Two);
        await CreateAsync(SomeRuns.Failed());
        var page = Open<PipelinesPage>("/pipelines");

        page.WaitForElement("[aria-label='Run two']").Click();

        page.WaitForAssertion(() => Assert.Contains("/runs/", Navigation.Uri, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Equal(["start two {}"], Acts.Asked));
    }
}
