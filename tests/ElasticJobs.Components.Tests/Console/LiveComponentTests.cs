using Bunit;
using ElasticJobs.Web.Features.Runs.List;

namespace ElasticJobs.Components.Tests.Console;

public sealed class LiveComponentTests : ConsolePage
{
    [Fact]
    public async Task Page_WhenClosed_EndsItsStream()
    {
        Open<RunsPage>("/runs");
        await FollowedAsync();

        await DisposeComponentsAsync();

        Assert.Equal(0, Feed.ProjectWatches);
    }

    [Fact]
    public async Task Page_WhoseStreamBreaks_SaysSoAndBeginsAnewWhenAsked()
    {
        var page = Open<RunsPage>("/runs");
        await FollowedAsync();

        Feed.Break(new IOException("gone"));
        page.WaitForAssertion(() => Assert.Contains("broke off", page.Markup, StringComparison.Ordinal));
        page.WaitForElement(".ej-notice.error button").Click();

        await FollowedAsync();
        page.WaitForAssertion(() => Assert.DoesNotContain("broke off", page.Markup, StringComparison.Ordinal));
    }
}
