using Bunit;
using ElasticJobs.Components.Tests.Console;
using ElasticJobs.Web.Features.Pipelines;

namespace ElasticJobs.Components.Tests.Pipelines;

public sealed class NewPipelineTests : ConsolePage
{
    [Fact]
    public void Document_WithSeveralProblems_ShowsThemAllAndCanNotBeCreated()
    {
        var page = Open<NewPipeline>("/pipelines/new?from=yaml");

        page.WaitForElement("textarea").Change("""
            apiVersion: elasticjobs/v1
            kind: Pipeline
            metadata: {name: Bad Name}
            spec:
              tasks:
                - {id: a, template: shel, after: [b]}
            """);

        page.WaitForAssertion(() => Assert.True(page.FindAll(".problems li").Count >= 3));
        page.WaitForAssertion(() => Assert.True(page.Find("button[type=submit]").HasAttribute("disabled")));
    }

    [Fact]
    public void Document_WithAProblemThatRulesFind_NamesItsLine()
    {
        var page = Open<NewPipeline>("/pipelines/new?from=yaml");

        page.WaitForElement("textarea").Change("""
            apiVersion: elasticjobs/v1
            kind: Pipeline
            metadata: {name: good}
            spec:
              tasks:
                - id: a
                  template: shell
                  args: {command: "true"}
                  after: [nobody]
            """);

        page.WaitForAssertion(() => Assert.Contains("line 9", page.Find(".problems .where").TextContent, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Document_ThatIsRight_BecomesAPipeline()
    {
        var page = Open<NewPipeline>("/pipelines/new?from=yaml");

        page.WaitForElement("textarea").Change("""
            apiVersion: elasticjobs/v1
            kind: Pipeline
            metadata: {name: good}
            spec:
              tasks:
                - {id: a, template: shell, args: {command: "true"}}
            """);
        await page.WaitForElement("form").SubmitAsync();

        Assert.NotNull(await Pipelines.FindAsync("default", "good", null, CancellationToken.None));
        page.WaitForAssertion(() => Assert.EndsWith("/pipelines/good", Navigation.Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sample_UnderAnOwnName_IsSavedWithoutTheMarkOfASample()
    {
        var page = Open<NewPipeline>("/pipelines/new?from=penguins");

        await page.WaitForElement("form").SubmitAsync();

        var saved = await Pipelines.FindAsync("default", "my-penguins", null, CancellationToken.None);
        Assert.NotNull(saved);
        Assert.Empty(saved.Document.Metadata.Labels);
    }

    [Fact]
    public async Task Blank_WithAFreeName_OpensTheEditorWithoutSaving()
    {
        var page = Open<NewPipeline>("/pipelines/new");

        page.WaitForElement("#name").Input("mine");
        await page.WaitForElement("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.EndsWith("/pipelines/mine?new=1", Navigation.Uri, StringComparison.Ordinal));
        Assert.Null(await Pipelines.FindAsync("default", "mine", null, CancellationToken.None));
    }

    [Fact]
    public async Task Name_ThatIsTaken_IsRefused()
    {
        await SaveAsync(SomeRuns.Two);
        var page = Open<NewPipeline>("/pipelines/new");

        page.WaitForElement("#name").Input("two");
        await page.WaitForElement("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("already", page.Find(".ej-notice.error").TextContent, StringComparison.Ordinal));
    }
}
