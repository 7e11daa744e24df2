using System.Text.RegularExpressions;
using ElasticJobs.Browser.Tests.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ElasticJobs.Browser.Tests.Editor;

public sealed class TypingTests(BrowserConsole browser) : IClassFixture<BrowserConsole>
{
    private const string Text = "import os, sys # a line with many spaces, typed faster than any answer comes back";

    [Theory]
    [InlineData("penguins?task=clean", "#arg-script")]
    [InlineData("failing?task=add", "#task-label")]
    [InlineData("shell-tour?task=greet", "#task-dir")]
    [InlineData("shell-tour", "#pipeline-description")]
    public async Task Field_TypedFasterThanTheServerAnswers_KeepsEveryCharacter(string pipeline, string field)
    {
        var editor = await OpenAsync(pipeline);

        await editor.Page.Locator(field).FillAsync("");
        await editor.Page.Locator(field).PressSequentiallyAsync(Text);

        // The server has kept a draft.
        await Expect(editor.Page.Locator(".dirty")).ToHaveAttributeAsync("title", new Regex("draft", RegexOptions.IgnoreCase));
        await Expect(editor.Page.Locator(field)).ToHaveValueAsync(Text);
        await editor.Page.ReloadAsync();
        await Expect(editor.Page.Locator(field)).ToHaveValueAsync(Text);
    }

    [Fact]
    public async Task Search_TypedFasterThanTheAddressFollows_KeepsEveryCharacter()
    {
        var page = await browser.OpenAsync("/pipelines");
        var search = page.GetByRole(AriaRole.Searchbox);

        await search.PressSequentiallyAsync("pen of many words");

        await Expect(page).ToHaveURLAsync(new Regex("q=pen(%20|\\+)of(%20|\\+)many(%20|\\+)words$"));
        await Expect(search).ToHaveValueAsync("pen of many words");
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Main navigation" }).GetByRole(AriaRole.Link, new() { Name = "Pipelines" }).ClickAsync();
        await Expect(search).ToHaveValueAsync("");
        await Expect(page.GetByText("penguins").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Yaml_TypedAndNotApplied_IsThereAfterAReload()
    {
        var editor = await OpenAsync("busy-logs?drawer=yaml");
        var yaml = editor.Page.GetByTestId("yaml");
        await yaml.ClickAsync();
        await editor.Page.Keyboard.PressAsync("Control+End");
        await yaml.PressSequentiallyAsync("# half a thought");

        await editor.Page.ReloadAsync();

        await Expect(editor.Page.GetByTestId("yaml-restored")).ToBeVisibleAsync();
        await Expect(yaml).ToHaveValueAsync(new Regex("# half a thought"));
        await editor.Page.GetByRole(AriaRole.Button, new() { Name = "Discard changes" }).ClickAsync();
        await editor.Page.ReloadAsync();
        await Expect(yaml).Not.ToHaveValueAsync(new Regex("# half a thought"));
    }

    private async Task<EditorPage> OpenAsync(string pipeline)
    {
        var editor = new EditorPage(await browser.OpenAsync("/pipelines/" + pipeline));
        await editor.WaitUntilOpenAsync();
        return editor;
    }
}
