using Bunit;

namespace ElasticJobs.Components.Tests.Overview;

public sealed class OverviewTests : BunitContext
{
    [Fact]
    public void Page_WhenOpened_IsTitledOverview()
    {
        var page = Render<Web.Features.Overview.Overview>();

        Assert.Equal("Overview", page.Find("h1").TextContent);
    }
}
