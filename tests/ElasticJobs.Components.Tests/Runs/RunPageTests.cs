using Bunit;
using ElasticJobs.Components.Tests.Console;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Ids;
using ElasticJobs.Tests.Shared.Time;
using RunPage = ElasticJobs.Web.Features.Runs.Detail.RunPage;

namespace ElasticJobs.Components.Tests.Runs;

public sealed class RunPageTests : ConsolePage
{
    private static readonly string Id = new RunId(SequentialIds.At(1)).ToString();

    [Fact]
    public async Task FailedRun_ShowsTheFailingTaskItsExitCodeAndItsLastErrors()
    {
        await SaveAsync(SomeRuns.Two);
        var failed = await CreateAsync(SomeRuns.Failed());
        var key = new LogKey(failed.Attempts[0].Key, "main");
        Logs.Write(key, "all is well");
        Logs.Write(key, LogStream.Err, ["\u001b[31mno such file\u001b[0m"]);
        await Logs.IndexAsync(key, complete: true, CancellationToken.None);

        var page = OpenRun();

        page.WaitForAssertion(() => Assert.Equal("no such file", page.Find(".failure pre").TextContent));
        var summary = page.WaitForElement(".failure").TextContent;
        page.WaitForAssertion(() => Assert.Contains("exit code 3", summary, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Contains("It exited with code 3.", summary, StringComparison.Ordinal));
    }

    [Fact]
    public void UnknownRun_SaysSoAndLeadsBack()
    {
        var page = OpenRun();

        page.WaitForAssertion(() => Assert.Contains("no such run", page.Find(".ej-notice.error").TextContent, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.NotNull(page.Find("a[href='/runs']")));
    }

    [Fact]
    public async Task Address_NamesViewTaskAndTab()
    {
        await SaveAsync(SomeRuns.Two);
        await CreateAsync(SomeRuns.Failed());

        var page = OpenRun("?view=list&task=b&tab=timeline");

        page.WaitForAssertion(() => Assert.Equal("true", page.Find("#view-list").GetAttribute("aria-selected")));
        page.WaitForAssertion(() => Assert.Equal("true", page.Find("#tab-timeline").GetAttribute("aria-selected")));
        page.WaitForAssertion(() => Assert.Contains("which it comes after, ended as Failed", page.Find(".panel .why").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Task_Chosen_StandsInTheAddress()
    {
        await SaveAsync(SomeRuns.Two);
        await CreateAsync(SomeRuns.Failed());
        var page = OpenRun("?view=gantt");

        page.WaitForElement(".failure button").Click();

        page.WaitForAssertion(() => Assert.Contains("task=a", Navigation.Uri, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Contains("view=gantt", Navigation.Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Retry_OfAFailedRun_IsAskedForAndTold()
    {
        await SaveAsync(SomeRuns.Two);
        await CreateAsync(SomeRuns.Failed());
        var page = OpenRun();

        page.WaitForElement("header .ej-button.primary").Click();

        page.WaitForAssertion(() => Assert.Equal(["retry by ann"], Acts.Asked));
        page.WaitForAssertion(() => Assert.Single(Notifications.Messages));
        Assert.StartsWith("run.retry ", Assert.Single(Audit.Told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task QueueTask_LeadsToItsServiceAndQueue_AndShowsTheCallThatPutsIt()
    {
        await SaveAsync(SomeRuns.Two);
        var failed = SomeRuns.Failed();
        var pod = new PodSpec { Name = "r1-a-1", Containers = [], LogDirectory = "", QueueTask = new QueueTask { Service = "train", Type = "command", Payload = "echo hi" } };
        await CreateAsync(failed with { Attempts = [failed.Attempts[0] with { Manifest = PodManifest.Write(pod), Node = "train-1" }] });

        var page = OpenRun("?view=list&task=a&tab=manifest");

        page.WaitForAssertion(() => Assert.Equal(["/services/train", "/services/train?tab=queue"], page.FindAll(".queued a").Select(link => link.GetAttribute("href"))));
        Assert.Contains("on train-1", page.Find(".queued").TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal(QueueTaskText.Curl(pod), page.Find(".manifest pre.call").TextContent));
    }

    [Fact]
    public async Task Viewer_CanNeitherRetryNorDelete()
    {
        await SaveAsync(SomeRuns.Two);
        await CreateAsync(SomeRuns.Failed());

        var page = OpenRun(role: ProjectRole.Viewer);

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("header .ej-button.primary")));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[aria-label='Delete the run']")));
    }

    [Fact]
    public async Task Run_TakenUpAgainByARetry_IsFollowedAgain()
    {
        await SaveAsync(SomeRuns.Two);
        var failed = await CreateAsync(SomeRuns.Failed());
        var page = OpenRun();
        await Eventually.TrueAsync(() => Feed.Watches == 1, "1 pages follow the run");
        Feed.Tell(failed with { Run = failed.Run with { Version = 3 } });
        await Eventually.TrueAsync(() => Feed.Watches == 0, "0 pages follow the run");

        var again = failed.Run with { Version = 4, State = RunState.Running, FinishedAt = null };
        Feed.Tell(again);
        await Eventually.TrueAsync(() => Feed.Watches == 1, "1 pages follow the run");
        Feed.Tell(failed with { Run = again });

        await ShowsAsync(() => page.WaitForElement("header").TextContent.Contains("Running", StringComparison.Ordinal), "the run is running again");
    }

    private IRenderedComponent<RunPage> OpenRun(string query = "", ProjectRole role = ProjectRole.Admin) =>
        Open<RunPage>($"/runs/{Id}{query}", role, page => page.Add(component => component.Id, Id));
}
