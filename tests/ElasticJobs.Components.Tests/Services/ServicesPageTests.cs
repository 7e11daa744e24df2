using Bunit;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Web.Features.Services.List;

namespace ElasticJobs.Components.Tests.Services;

public sealed class ServicesPageTests : ServicesConsole
{
    [Fact]
    public void Project_WithoutServices_TeachesAndOffersTemplates()
    {
        var page = Open<ServicesPage>("/services");

        page.WaitForAssertion(() => Assert.Contains("No elastic job yet", page.Markup, StringComparison.Ordinal));
        Assert.Equal(["/services/new?from=training", "/services/new?from=inference", "/services/new?from=frontend", "/services/new?from=train-on-demand", "/services/new?from=classify"], page.FindAll(".templates a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void Viewer_IsOfferedNothingToMake()
    {
        var page = Open<ServicesPage>("/services", ProjectRole.Viewer);

        page.WaitForAssertion(() => Assert.Contains("No elastic job yet", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("a[href^='/services/new']"));
    }

    [Fact]
    public void Service_ShowsItsQueueAndInstances()
    {
        Deployments.Deploy(Train);
        Queues["train"].In.Hold(Queues["train"].In.Put("a").Index, "train-1");
        Queues["train"].In.Put("b");
        Queues["train"].Dead.Put("c");
        Deployments.States["train"] = new ElasticState([Instance("train-1", InstanceState.Busy, 1), Instance("train-2", InstanceState.Starting)], null, new Dictionary<string, ScalingInstance>());

        var page = Open<ServicesPage>("/services");

        page.WaitForAssertion(() => Assert.Equal(["1", "1", "1"], page.FindAll("tbody .number").Select(cell => cell.TextContent.Trim())));
        Assert.Contains("2 of 3", page.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.Contains("1 busy", page.Find("tbody").TextContent, StringComparison.Ordinal);
        Assert.Equal("/services/train?tab=queue&stream=dead", page.Find("a.dead").GetAttribute("href"));
    }

    [Fact]
    public async Task Task_ThatIsPut_ShowsByItself()
    {
        Deployments.Deploy(Train);
        var page = Open<ServicesPage>("/services");
        page.WaitForAssertion(() => Assert.Contains("At zero", page.Markup, StringComparison.Ordinal));

        Queues["train"].In.Put("a");

        await ShowsAsync(() => page.Find("tbody .number").TextContent.Trim() == "1", "the task is counted");
        Assert.Contains("Starting", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Services_ThatStayAsTheyAre_AreNotDrawnAgain()
    {
        Deployments.Deploy(Train);
        var page = Open<ServicesPage>("/services");
        page.WaitForAssertion(() => Assert.Contains("At zero", page.Markup, StringComparison.Ordinal));
        Queues["train"].In.Put("a");
        await ShowsAsync(() => page.Find("tbody .number").TextContent.Trim() == "1", "the first change is drawn");
        var drawn = page.RenderCount;

        for (var i = 0; i < 10; i++)
            Time.Advance(TimeSpan.FromMilliseconds(500));
        Queues["train"].In.Put("b");
        await ShowsAsync(() => page.Find("tbody .number").TextContent.Trim() == "2", "the second change is drawn");

        Assert.Equal(drawn + 1, page.RenderCount);
    }

    [Fact]
    public void Search_StandsInTheAddress_AndFilters()
    {
        Deployments.Deploy(Train);
        Deployments.Deploy(Query);
        var page = Open<ServicesPage>("/services");

        page.WaitForElement("input[type=search]").Input("sho");

        page.WaitForAssertion(() => Assert.EndsWith("/services?q=sho", Navigation.Uri, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Equal(["shout"], page.FindAll("tbody .name").Select(name => name.TextContent)));
    }

    [Fact]
    public void Console_ThatDoesNotLead_SaysSoAndShowsNoNumbers()
    {
        Deployments.Deploy(Train);
        Queues.IsHere = false;

        var page = Open<ServicesPage>("/services");

        page.WaitForAssertion(() => Assert.Contains("Another console leads", page.Markup, StringComparison.Ordinal));
        Assert.All(page.FindAll("tbody .number"), cell => Assert.Equal("–", cell.TextContent.Trim()));
    }

    [Fact]
    public void Chinese_IsSpokenThroughout()
    {
        Deployments.Deploy(Train);
        SpeakChinese();

        var page = Open<ServicesPage>("/services");

        page.WaitForAssertion(() => Assert.Contains("已缩到零", page.Markup, StringComparison.Ordinal));
        Assert.Equal(["名称", "状态", "等待", "运行中", "实例", "死信", "更新"], page.FindAll("th").Select(head => head.TextContent));
    }
}
