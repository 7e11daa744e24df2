using Bunit;
using ElasticJobs.Core.Access;
using ElasticJobs.Web.Features.Services.Use;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace ElasticJobs.Components.Tests.Services;

public sealed class UseTabTests : ServicesConsole
{
    [Fact]
    public void Secret_IsHiddenUntilItIsAskedFor()
    {
        var page = OpenUse(Train);
        Assert.DoesNotContain("secret-0", page.Find(".secret code").TextContent, StringComparison.Ordinal);

        page.Find("[aria-label='Show the secret of default']").Click();

        Assert.Equal("secret-0", page.Find(".secret code").TextContent);
    }

    [Fact]
    public async Task Renewal_IsAskedFor_AndShowsTheNewSecret()
    {
        var page = OpenUse(Train);

        var renewing = page.Find(".acts button").ClickAsync(new());
        await page.InvokeAsync(() => Services.GetRequiredService<DialogService>().Close(true));
        await renewing;

        Assert.Equal("secret-1", page.Find(".secret code").TextContent);
        Assert.Equal(["servicetoken.put train default"], Audit.Told);
    }

    [Fact]
    public async Task Renewal_ThatIsThoughtBetterOf_ChangesNothing()
    {
        var page = OpenUse(Train);

        var renewing = page.Find(".acts button").ClickAsync(new());
        await page.InvokeAsync(() => Services.GetRequiredService<DialogService>().Close(false));
        await renewing;

        Assert.Empty(Audit.Told);
    }

    [Fact]
    public async Task Token_WithABadName_IsRefused()
    {
        var page = OpenUse(Train);
        page.Find("form input").Input("No Name");

        await page.Find("form").SubmitAsync();

        Assert.Contains(Notifications.Messages, message => message.Severity == NotificationSeverity.Error);
        Assert.Single(page.FindAll("tbody tr"));
    }

    [Fact]
    public async Task Token_OfAnotherName_IsMadeAndRemoved()
    {
        var page = OpenUse(Train);
        page.Find("form input").Input("notebook");
        await page.Find("form").SubmitAsync();
        Assert.Equal(2, page.FindAll("tbody tr").Count);

        var removing = page.Find("[aria-label='Remove notebook']").ClickAsync(new());
        await page.InvokeAsync(() => Services.GetRequiredService<DialogService>().Close(true));
        await removing;

        Assert.Single(page.FindAll("tbody tr"));
        Assert.Equal(["servicetoken.put train notebook", "servicetoken.delete train notebook"], Audit.Told);
    }

    [Theory]
    [InlineData(ProjectRole.Viewer)]
    [InlineData(ProjectRole.Editor)]
    public void Tokens_AreNotShownToOthers(ProjectRole role)
    {
        var page = OpenUse(Train, role);

        Assert.Empty(page.FindAll(".secret"));
        Assert.Contains("Operators of the project see the tokens", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("curl", "?taskType=command")]
    [InlineData("Python", "QueueClient(endpoint, \"train\")")]
    [InlineData("C#", "http://localhost/api/predict/train")]
    public void Snippet_HasTheServicesOwnAddress_AndNoSecret(string language, string part)
    {
        var page = OpenUse(Train);

        page.FindAll("[role=tab]").Single(tab => tab.TextContent == language).Click();

        Assert.Contains(part, page.Find(".code pre").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-0", page.Find(".code pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Snippet_OfAServiceWithAServer_IsAQuery() => Assert.Contains("taskType=query", OpenUse(Query).Find(".code pre").TextContent, StringComparison.Ordinal);

    private IRenderedComponent<UseTab> OpenUse(string document, ProjectRole role = ProjectRole.Admin)
    {
        var service = Deployments.Deploy(document);
        return Open<UseTab>($"/services/{service.Name}?tab=use", role, with => with.Add(tab => tab.Service, service));
    }
}
