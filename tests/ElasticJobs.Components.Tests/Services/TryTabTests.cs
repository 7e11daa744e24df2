using System.Text;
using Bunit;
using ElasticJobs.Core.Access;
using ElasticJobs.Web.Features.Services.Trying;

namespace ElasticJobs.Components.Tests.Services;

public sealed class TryTabTests : ServicesConsole
{
    [Fact]
    public async Task Task_Sent_IsInTheQueueAsTyped_AndItsAddressIsTheTasks()
    {
        Queues["train"].Out.Put("old");
        var page = OpenTry(Train);
        page.Find("#payload").Input("echo hello");
        page.Find("#tags").Input("timeout=30m");
        page.Find("label.first input").Change(true);

        await page.Find("form").SubmitAsync();

        var frame = Assert.Single(await Queues["train"].Input.GetAsync(0, 10, new Dictionary<string, string>(), null, TimeSpan.Zero, false, CancellationToken.None));
        Assert.Equal(("echo hello", "command", "30m", 1), (Encoding.UTF8.GetString(frame.Data.Span), frame.Tags["taskType"], frame.Tags["timeout"], frame.Priority));
        Assert.EndsWith("/services/train?tab=try&task=1&request=request-1&since=2", Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal(["servicetask.put train 1"], Audit.Told);
    }

    [Fact]
    public async Task Task_ThatIsWatched_ShowsItsLogAndResultLive()
    {
        Queues["train"].In.Put("echo", "r1");
        var page = OpenTry(Train, "&task=1&request=r1&since=0");
        Assert.Equal("Waiting", page.Find("[data-testid=phase]").TextContent);

        Queues["train"].In.Hold(1, "train-1");
        Queues["train"].Out.Put("hello\n", null, ("requestId", "r1"), ("kind", "log"), ("stream", "stdout"));
        await ShowsAsync(() => page.FindAll(".log p").Any(line => line.TextContent == "hello"), "the log is shown");
        Assert.Equal("Running", page.Find("[data-testid=phase]").TextContent);
        Queues["train"].Out.Put("{}", null, ("requestId", "r1"), ("kind", "result"), ("taskType", "command"), ("exitCode", "3"), ("lastCode", "500"));

        await ShowsAsync(() => page.Find("[data-testid=phase]").TextContent == "Failed", "the result is shown");
        Assert.Contains("Exit code", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".watch button"));
    }

    [Fact]
    public async Task Cancel_TakesTheTaskOut()
    {
        Queues["train"].In.Put("echo", "r1");
        var page = OpenTry(Train, "&task=1&request=r1&since=0");

        await page.Find(".watch .head button").ClickAsync(new());

        Assert.Empty(Queues["train"].In.Indexes);
        await ShowsAsync(() => page.Find("[data-testid=phase]").TextContent == "Cancelled", "the task is cancelled");
    }

    [Fact]
    public async Task Tag_ThatIsWrong_IsNamedAndNothingIsSent()
    {
        var page = OpenTry(Train);
        page.Find("#payload").Input("echo");
        page.Find("#tags").Input("nonsense");

        await page.Find("form").SubmitAsync();

        Assert.Contains("nonsense", page.Find(".ej-error").TextContent, StringComparison.Ordinal);
        Assert.Empty(Queues["train"].In.Indexes);
    }

    [Fact]
    public async Task Service_ThatIsStopped_RefusesInChineseToo()
    {
        SpeakChinese();
        var page = OpenTry(Train, isStopped: true);
        page.Find("#payload").Input("echo");

        await page.Find("form").SubmitAsync();

        Assert.Contains("服务已停止", page.Find(".ej-notice.error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Query_IsOfferedOnlyWhereThereIsAServer()
    {
        Assert.True(OpenTry(Train).FindAll("input[type=radio]")[1].HasAttribute("disabled"));
        var page = OpenTry(Query);
        Assert.False(page.FindAll("input[type=radio]")[1].HasAttribute("disabled"));
        Assert.True(page.FindAll("input[type=radio]")[1].HasAttribute("checked"));
    }

    [Fact]
    public async Task Query_WithMethodPathAndHeaders_IsInTheQueueWithThem()
    {
        var page = OpenTry(Query);
        page.Find("#payload").Input("a,b");
        page.Find("#method").Change("PUT");
        page.Find("#path").Input("v1/x?top=3");
        page.Find("#headers").Input("Content-Type: text/csv\nX-Mine: a:b");

        await page.Find("form").SubmitAsync();

        var frame = Assert.Single(await Queues["shout"].Input.GetAsync(0, 10, new Dictionary<string, string>(), null, TimeSpan.Zero, false, CancellationToken.None));
        Assert.Equal(("PUT", "/v1/x?top=3", "text/csv", "a:b"), (frame.Tags["_method_"], frame.Tags["_path_"], frame.Tags["_header_content-type_"], frame.Tags["_header_x-mine_"]));
    }

    [Theory]
    [InlineData("", "no header")]
    [InlineData("", "Host: elsewhere")]
    [InlineData("/a b", "")]
    public async Task Query_ThatCantBeARequest_IsNamedAndNothingIsSent(string path, string headers)
    {
        var page = OpenTry(Query);
        page.Find("#path").Input(path);
        page.Find("#headers").Input(headers);

        await page.Find("form").SubmitAsync();

        Assert.Contains(path + headers, page.Find(".ej-error").TextContent, StringComparison.Ordinal);
        Assert.Empty(Queues["shout"].In.Indexes);
    }

    [Fact]
    public void Editor_MayNotSend() => Assert.True(OpenTry(Train, role: ProjectRole.Editor).Find("fieldset").HasAttribute("disabled"));

    private IRenderedComponent<TryTab> OpenTry(string document, string query = "", ProjectRole role = ProjectRole.Admin, bool isStopped = false)
    {
        var service = Deployments.Deploy(document) with { IsStopped = isStopped };
        return Open<TryTab>($"/services/{service.Name}?tab=try{query}", role, with => with.Add(tab => tab.Service, service).Add(tab => tab.Queue, Queues[service.Name]));
    }
}
