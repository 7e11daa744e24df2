using Bunit;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Web.Features.Services.Detail;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace ElasticJobs.Components.Tests.Services;

public sealed class ServicePageTests : ServicesConsole
{
    private DialogService Dialogs => Services.GetRequiredService<DialogService>();

    [Fact]
    public void Overview_SaysHowManyAndWhy_AndWhatInstancesDo()
    {
        Deployments.Deploy(Train, version: 2);
        Deployments.States["train"] = new ElasticState(
            [Instance("train-1", InstanceState.Busy, 1, generation: 1), Instance("train-2", InstanceState.Failed, failure: "exit code 3")],
            Decision(1, ScalingTexts.Make(ScalingReasons.TaskWaits)), new Dictionary<string, ScalingInstance>());

        var page = OpenTrain("/services/train");

        Assert.Contains("Instances wanted: 1", page.Markup, StringComparison.Ordinal);
        Assert.Contains("A task waits, so there is at least one.", page.Find(".reasons").TextContent, StringComparison.Ordinal);
        Assert.Contains("ceil((1 + 0) / 1)", page.Find(".formula").TextContent, StringComparison.Ordinal);
        Assert.Contains("exit code 3", page.Markup, StringComparison.Ordinal);
        Assert.Contains("is being replaced", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instance_WithATask_NamesIt()
    {
        Deployments.Deploy(Train);
        Deployments.States["train"] = new ElasticState([Instance("train-1", InstanceState.Busy, 1)], null, new Dictionary<string, ScalingInstance>());
        Queues["train"].In.Put("a");
        Queues["train"].In.Put("b");
        var page = OpenTrain("/services/train");
        Assert.Empty(page.FindAll(".tasks a"));

        Queues["train"].In.Hold(2, "train-1");

        await ShowsAsync(() => page.FindAll(".tasks a").Count == 1, "the task is named");
        Assert.Equal("/services/train?tab=queue&frame=2", page.Find(".tasks a").GetAttribute("href"));
    }

    [Fact]
    public void FrontEnds_AreToldByName_WithWhyOneIsNotThere()
    {
        Deployments.Deploy("""
            {"metadata": {"name": "train", "type": "ScalableJobService"}, "containers": [{}],
             "front_end": [{"name": "web", "script": "serve", "port": 8001}, {"name": "label", "script": "serve", "port": 8002}]}
            """);
        Deployments.States["train"] = new ElasticState([], null, new Dictionary<string, ScalingInstance> { ["web"] = Instance("train-web-1", InstanceState.Failed, failure: "exit code 3") });

        var page = OpenTrain("/services/train");

        Assert.Equal(["Front end web", "Front end label"], page.FindAll("h2[id^=front]").Select(heading => heading.TextContent));
        Assert.Contains("exit code 3", page.Find("section[aria-labelledby=front-web]").TextContent, StringComparison.Ordinal);
        Assert.Contains("It is not started yet. · on port 8002", page.Find("section[aria-labelledby=front-label]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Reasons_InChinese_AreChinese()
    {
        SpeakChinese();
        Deployments.Deploy(Train);
        Deployments.States["train"] = new ElasticState([], Decision(1, ScalingTexts.Make(ScalingReasons.TaskWaits)), new Dictionary<string, ScalingInstance>());

        var page = OpenTrain("/services/train");

        Assert.Contains("有任务在等待", page.Find(".reasons").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void CopyAs_HasTheCommandsOfWhatCanBeDone()
    {
        Deployments.Deploy(Train);
        var page = OpenTrain("/services/train");

        var commands = page.FindComponents<Web.Components.CopyButton>().Where(button => button.Instance.Label is { } label && (label.StartsWith("CLI", StringComparison.Ordinal) || label.StartsWith("curl", StringComparison.Ordinal))).ToDictionary(button => button.Instance.Label!, button => button.Instance.Text);

        Assert.Equal(["CLI: Delete", "CLI: Stop", "curl: Delete", "curl: Stop"], commands.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("ejobs --project default service stop train", commands["CLI: Stop"]);
        Assert.Equal("curl -fsS -X DELETE http://localhost/api/v1/projects/default/services/train -H \"Authorization: Bearer $EJOBS_TOKEN\"", commands["curl: Delete"]);
    }

    [Fact]
    public void ScalingTab_HasDecisions_AndWhatIfAtAnAddressOfItsOwn()
    {
        Deployments.Deploy(Train);
        Assert.Contains("Nothing decided yet", OpenTrain("/services/train?tab=scaling").Markup, StringComparison.Ordinal);

        var page = OpenTrain("/services/train?tab=scaling&view=whatif");

        Assert.Contains("No tasks in this time", page.Markup, StringComparison.Ordinal);
        Assert.Equal("What if", page.Find(".views [aria-current]").TextContent);
    }

    [Fact]
    public void Service_ThatIsNotThere_IsSaid()
    {
        var page = OpenTrain("/services/train");

        Assert.Contains("There is no service", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Console_ThatDoesNotLead_StillShowsTheDocument()
    {
        Deployments.Deploy(Train);
        Queues.IsHere = false;

        var page = OpenTrain("/services/train?tab=config");

        Assert.Contains("Another console leads", page.Markup, StringComparison.Ordinal);
        Assert.Single(page.FindAll("#service-document"));
    }

    [Fact]
    public void Viewer_MayNotAct()
    {
        Deployments.Deploy(Train);

        var page = OpenTrain("/services/train", ProjectRole.Viewer);

        Assert.Empty(page.FindAll(".ej-page-head button"));
    }

    [Fact]
    public async Task Stop_ShowsAtOnce_AndIsWrittenDown()
    {
        Deployments.Deploy(Train);
        var page = OpenTrain("/services/train", ProjectRole.Operator);

        await page.Find(".ej-page-head button").ClickAsync(new());

        await ShowsAsync(() => page.Markup.Contains("Stopped", StringComparison.Ordinal), "the service is stopped");
        Assert.Equal(["stop train"], Deployments.Asked);
        Assert.Equal(["service.stop train"], Audit.Told);
    }

    [Fact]
    public async Task Deletion_WithTasks_IsAskedTwice()
    {
        Deployments.Deploy(Train);
        Queues["train"].In.Put("a");
        var page = OpenTrain("/services/train");
        var asked = 0;
        Dialogs.OnOpen += (_, _, _, _) => asked++;

        var deleting = page.Find("[aria-label='Delete train']").ClickAsync(new());
        await page.InvokeAsync(() => Dialogs.Close(true));
        page.WaitForAssertion(() => Assert.Equal(2, asked));
        await page.InvokeAsync(() => Dialogs.Close(true));
        await deleting;

        Assert.Equal(["delete train force"], Deployments.Asked);
        Assert.EndsWith("/services", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deletion_ThatIsThoughtBetterOf_DeletesNothing()
    {
        Deployments.Deploy(Train);
        Queues["train"].In.Put("a");
        var page = OpenTrain("/services/train");

        var deleting = page.Find("[aria-label='Delete train']").ClickAsync(new());
        await page.InvokeAsync(() => Dialogs.Close(true));
        await page.InvokeAsync(() => Dialogs.Close(false));
        await deleting;

        Assert.Empty(Deployments.Asked);
    }

    [Fact]
    public async Task ChangeOfSomebodyElse_WhileTyping_IsOfferedAndNotLost()
    {
        Deployments.Deploy(Train);
        var page = OpenTrain("/services/train?tab=config");
        var mine = Train.Replace("\"max\":3", "\"max\":5", StringComparison.Ordinal);
        page.Find("#service-document").Input(mine);

        Deployments.Deploy(Train.Replace("\"max\":3", "\"max\":7", StringComparison.Ordinal), by: "mei", version: 2);

        await ShowsAsync(() => page.FindAll(".theirs").Count == 1, "the other change is offered");
        Assert.Contains("mei", page.Find(".theirs").TextContent, StringComparison.Ordinal);
        Assert.True(page.Find("button[type=submit]").HasAttribute("disabled"));
        page.Find("[data-testid=keep-mine]").Click();
        await page.Find("form").SubmitAsync();
        var saved = (await Deployments.FindAsync("default", "train", CancellationToken.None))!;
        Assert.Equal((mine, 3L), (saved.Document, saved.Version));
    }

    [Fact]
    public async Task Save_OfAnOlderVersion_IsRefusedAndTheirsIsShown()
    {
        Deployments.Deploy(Train);
        var page = OpenTrain("/services/train?tab=config");
        page.Find("#service-document").Input(Train.Replace("\"max\":3", "\"max\":5", StringComparison.Ordinal));
        Deployments.Deploy(Train.Replace("\"max\":3", "\"max\":7", StringComparison.Ordinal), by: "mei", version: 2);

        await page.Find("form").SubmitAsync();

        Assert.Single(page.FindAll(".theirs"));
        Assert.Equal(7, (await Deployments.FindAsync("default", "train", CancellationToken.None))!.Spec.Autoscaler.Max);
    }

    [Fact]
    public async Task StopOfSomebodyElse_WhileTyping_HindersNoSave()
    {
        Deployments.Deploy(Train);
        var page = OpenTrain("/services/train?tab=config");
        page.Find("#service-document").Input(Train.Replace("\"max\":3", "\"max\":5", StringComparison.Ordinal));

        await Deployments.StopAsync("default", "train", "mei", CancellationToken.None);
        await ShowsAsync(() => page.Markup.Contains("Stopped", StringComparison.Ordinal), "the service is stopped");
        await page.Find("form").SubmitAsync();

        Assert.Empty(page.FindAll(".theirs, .ej-notice.error"));
        Assert.Equal(5, (await Deployments.FindAsync("default", "train", CancellationToken.None))!.Spec.Autoscaler.Max);
    }

    private IRenderedComponent<ServicePage> OpenTrain(string address, ProjectRole role = ProjectRole.Admin)
    {
        var page = Open<ServicePage>(address, role, with => with.Add(shown => shown.Name, "train"));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("p[role=status]")));
        return page;
    }
}
