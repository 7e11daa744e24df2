using AngleSharp.Html.Dom;
using Bunit;
using ElasticJobs.Components.Tests.Console;
using ElasticJobs.Core.Access;
using ElasticJobs.Tests.Shared.Ids;
using ElasticJobs.Web.Features.Settings;

namespace ElasticJobs.Components.Tests.Settings;

public sealed class AuditTabTests : ConsolePage
{
    [Fact]
    public async Task Page_OfAnAdmin_ShowsWhatWasDoneInWords_AndMoreWhenAsked()
    {
        for (var i = 1; i <= 60; i++)
        {
            await AddAsync(i, "ann", "default");
        }

        await Audit.AddAsync(new AuditEntry(SequentialIds.At(99), Time.GetUtcNow(), "token:ci", null, null, "brand.new", "thing", null), CancellationToken.None);

        var page = OpenAs(isConsoleAdmin: true, "/settings/audit");

        Assert.Equal(50, page.FindAll("tbody tr").Count);
        Assert.Contains("brand.new", page.Find("tbody tr").TextContent, StringComparison.Ordinal);
        Assert.Contains("Stopped a run", page.FindAll("tbody tr")[1].TextContent, StringComparison.Ordinal);
        await page.Find("[data-testid=audit-more]").ClickAsync(new());
        Assert.Equal(61, page.FindAll("tbody tr").Count);
        Assert.Empty(page.FindAll("[data-testid=audit-more]"));
    }

    [Fact]
    public async Task Filters_StandInTheAddress()
    {
        await AddAsync(1, "ann", "default");
        await AddAsync(2, "bob", "default");
        await AddAsync(3, "bob", "other");

        var page = OpenAs(isConsoleAdmin: true, "/settings/audit?person=bob&project=other");

        Assert.Equal("run-3", Assert.Single(page.FindAll("tbody tr")).Children[3].TextContent);
        Assert.Equal("bob", ((IHtmlInputElement)page.Find("[data-testid=audit-person]")).Value);
        await page.Find("[data-testid=audit-project]").ChangeAsync(new() { Value = " default " });
        Assert.EndsWith("/settings/audit?person=bob&project=default", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfAnyoneElse_ShowsNothing()
    {
        await AddAsync(1, "ann", "default");

        var page = OpenAs(isConsoleAdmin: false, "/settings/audit");

        Assert.Empty(page.FindAll("tbody tr"));
        Assert.Single(Notifications.Messages);
    }

    private IRenderedComponent<AuditTab> OpenAs(bool isConsoleAdmin, string address)
    {
        Access.IsConsoleAdmin = isConsoleAdmin;
        return Open<AuditTab>(address);
    }

    private Task AddAsync(int number, string actor, string project) => Audit.AddAsync(
        new AuditEntry(SequentialIds.At(number), Time.GetUtcNow(), actor, null, project, AuditActs.RunStop, $"run-{number}", null), CancellationToken.None);
}
