using Bunit;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Ids;
using ElasticJobs.Web.Components.Views;
using ElasticJobs.Web.Features.Services.Logs;

namespace ElasticJobs.Components.Tests.Services;

public sealed class LogsTabTests : ServicesConsole
{
    [Fact]
    public void Log_ThatIsShownFirst_IsOfTheNewestInstanceThatIsThere()
    {
        Begin(1, "train-1");
        Begin(2, "train-2");
        Begin(3, "train-3", ended: true);
        Begin(4, "train-front-4", ServiceLabels.FrontEndKind);
        Begin(5, "other-5", project: "elsewhere");

        var page = OpenLogs();

        var view = page.FindComponent<LogView>().Instance;
        Assert.Equal((new RunId(SequentialIds.At(2)), "instance", "main"), (view.Attempt.Run, view.Attempt.Task, view.Container));
        Assert.Equal("/api/v1/projects/default/services/train/instances/train-2/log/raw?container=main", view.Download);
        Assert.Equal(["train-front-4", "train-3", "train-2", "train-1"], page.FindAll("#log-instance option").Select(option => option.GetAttribute("value")!));
        Assert.Contains("gone", page.FindAll("#log-instance option")[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Choice_OfInstanceAndContainer_StandsInTheAddress()
    {
        Begin(1, "train-1");
        Begin(2, "train-2");
        var page = OpenLogs("&instance=train-1&container=worker");
        Assert.Equal(("worker", new RunId(SequentialIds.At(1))), (page.FindComponent<LogView>().Instance.Container, page.FindComponent<LogView>().Instance.Attempt.Run));

        page.Find("#log-container").Change("*");

        Assert.EndsWith("/services/train?tab=logs&instance=train-1&container=%2A", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void FrontEnd_HasOneContainer_AndNoneToChoose()
    {
        Begin(1, "train-front-1", ServiceLabels.FrontEndKind);

        var page = OpenLogs("&container=worker");

        Assert.Empty(page.FindAll("#log-container"));
        Assert.Equal("main", page.FindComponent<LogView>().Instance.Container);
    }

    [Fact]
    public async Task Log_ThatIsNotThere_IsSaid_AndOneThatComesIsOffered()
    {
        SpeakChinese();
        var page = OpenLogs();
        Assert.Contains("还没有实例写过日志", page.Markup, StringComparison.Ordinal);

        Begin(1, "train-1");

        await ShowsAsync(() => page.FindAll("#log-instance option").Count == 1, "the instance is offered");
        Assert.Contains("日志已不存在", OpenLogs("&instance=removed").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Logs_OfThousands_AreOfferedByTheNewestHundred_AndTheOneThatIsShown()
    {
        for (var i = 1; i <= 150; i++)
            Begin(i, $"train-{i}");

        var page = OpenLogs("&instance=train-7");

        var offered = page.FindAll("#log-instance option").Select(option => option.GetAttribute("value")!).ToList();
        Assert.Equal((101, "train-150", "train-51", "train-7"), (offered.Count, offered[0], offered[99], offered[100]));
        Assert.Equal(new RunId(SequentialIds.At(7)), page.FindComponent<LogView>().Instance.Attempt.Run);
    }

    [Fact]
    public async Task Logs_ThatCantBeRead_AreSaid_AndTriedAgain()
    {
        Begin(1, "train-1");
        InstanceLogs.Failure = new IOException("The disk is away.");
        var page = OpenLogs();
        await ShowsAsync(() => page.FindComponent<Web.Components.Live.LiveFailure>().Instance.Shown, "that it failed is said");

        InstanceLogs.Failure = null;
        await page.Find("button").ClickAsync(new());

        await ShowsAsync(() => page.FindAll("#log-instance option").Count == 1, "the instance is offered");
    }

    private void Begin(int id, string instance, string kind = ServiceLabels.InstanceKind, bool ended = false, string project = "default") =>
        InstanceLogs.Begin(new InstanceLog(project, "train", instance, kind, new RunId(SequentialIds.At(id)), Time.GetUtcNow().AddMinutes(id), ended ? Time.GetUtcNow() : null));

    private IRenderedComponent<LogsTab> OpenLogs(string query = "") => Open<LogsTab>($"/services/train?tab=logs{query}", ElasticJobs.Core.Access.ProjectRole.Viewer, with => with.Add(tab => tab.Service, "train"));
}
