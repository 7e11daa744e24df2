using Bunit;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Queues;
using ElasticJobs.Web.Features.Services.Queue;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace ElasticJobs.Components.Tests.Services;

public sealed class QueueTabTests : ServicesConsole
{
    private FakeServiceQueue Queue => Queues["train"];

    [Fact]
    public async Task Tasks_ComeAndChangeHands_ByThemselves()
    {
        Queue.In.Put("first");
        var page = OpenQueue("");
        Assert.Equal(["next"], Cells(page, ".where"));

        Queue.In.Put("second");
        await ShowsAsync(() => Cells(page, ".where").SequenceEqual(["next", "1 go before it"]), "the second task is shown");
        Queue.In.Hold(1, "train-1");
        await ShowsAsync(() => Cells(page, ".where").SequenceEqual(["with train-1", "next"]), "an instance has the first");
    }

    [Fact]
    public async Task Stream_ThatDoesNotMove_IsReadOnce()
    {
        Queue.In.Put("first");
        var page = OpenQueue("");
        for (var i = 0; i < 10; i++)
            Time.Advance(TimeSpan.FromMilliseconds(500));
        var reads = Queue.In.Reads;

        Queue.In.Put("second");
        await ShowsAsync(() => page.FindAll("tbody tr").Count == 2, "the second task is shown");

        Assert.Equal((1, 2), (reads, Queue.In.Reads));
    }

    [Fact]
    public void Frame_ThatIsOpen_ShowsPayloadAndTags()
    {
        Queue.In.Put("echo hello", "r1", ("team", "vision"));

        var page = OpenQueue("&frame=1");

        Assert.Equal("echo hello", page.Find(".payload pre").TextContent);
        Assert.Contains("vision", page.Find(".frame dl").TextContent, StringComparison.Ordinal);
        Assert.Contains("/services/train?tab=try&task=1&request=r1", page.Markup.Replace("&amp;", "&", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Payload_ThatIsMarkup_StaysText()
    {
        Queue.In.Put("<script>alert(1)</script>");

        var page = OpenQueue("&frame=1");

        Assert.Empty(page.FindAll("script"));
        Assert.Equal("<script>alert(1)</script>", page.Find(".payload pre").TextContent);
    }

    [Fact]
    public async Task Task_Cancelled_IsDeletedAndWrittenDown()
    {
        Queue.In.Put("first");
        var page = OpenQueue("&frame=1");

        var cancelling = page.Find(".frame .danger").ClickAsync(new());
        await page.InvokeAsync(() => Services.GetRequiredService<DialogService>().Close(true));
        await cancelling;

        Assert.Empty(Queue.In.Indexes);
        Assert.Equal(["servicetask.delete train input 1"], Audit.Told);
        page.WaitForAssertion(() => Assert.Contains("No task is waiting or running", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task DeadLetter_SaysWhy_AndGoesIntoTheQueueAgain()
    {
        Queue.Dead.Put(new FramePut("echo"u8.ToArray(), new Dictionary<string, string>()), "the instance died", 5);
        var page = OpenQueue("&stream=dead&frame=1");
        Assert.Contains("the instance died", page.Find(".where").TextContent, StringComparison.Ordinal);

        await page.FindAll(".frame .ej-button").Single(button => button.TextContent.Contains("into the queue again", StringComparison.Ordinal)).ClickAsync(new());

        Assert.Equal((0, 1), (Queue.Dead.Indexes.Count, Queue.In.Indexes.Count));
        Assert.Equal(["servicetask.replay train 1"], Audit.Told);
    }

    [Fact]
    public async Task DeadLetter_ThatSomebodyElseWasQuickerWith_IsSaidToBeGone_AndNothingIsWrittenDown()
    {
        Queue.Dead.Put("echo");
        var page = OpenQueue("&stream=dead&frame=1");
        var again = page.FindAll(".frame .ej-button").Single(button => button.TextContent.Contains("into the queue again", StringComparison.Ordinal));
        Queue.Dead.End(1, FrameOutcome.Deleted);

        await again.ClickAsync(new());

        Assert.Equal(Radzen.NotificationSeverity.Error, Assert.Single(Notifications.Messages).Severity);
        Assert.Empty(Audit.Told);
    }

    [Fact]
    public async Task DeadLetters_OfWhichSomeAreRefused_AreWrittenDown_AndBothIsTold()
    {
        Queue.Room = 2;
        for (var i = 0; i < 3; i++)
            Queue.Dead.Put("echo");
        var page = OpenQueue("&stream=dead&order=oldest");

        await page.FindAll(".ej-button").Single(button => button.TextContent.Contains("Put all that are shown (3)", StringComparison.Ordinal)).ClickAsync(new());

        Assert.Equal("2 put into the queue again", Notifications.Messages[0].Summary);
        Assert.Equal(Radzen.NotificationSeverity.Error, Notifications.Messages[1].Severity);
        Assert.StartsWith("servicetask.replay train ", Assert.Single(Audit.Told), StringComparison.Ordinal);
        Assert.Single(Queue.Dead.Indexes);
    }

    [Fact]
    public async Task DeadLetter_Edited_GoesIntoTheQueueAsTyped()
    {
        var page = EditDead(("taskType", "command"), ("team", "vision"), ("requestId", "r1"));
        Assert.Equal("team=vision", page.Find("#dead-tags").GetAttribute("value"));

        page.Find("#dead-payload").Input("echo right");
        page.Find("#dead-tags").Input("team=speech\nretry=true");
        page.Find("#dead-priority").Change("5");
        await page.Find(".edit .primary").ClickAsync(new());

        var frame = Assert.Single(await Queue.In.GetAsync(0, 9, new Dictionary<string, string>(), null, TimeSpan.Zero, false, CancellationToken.None));
        Assert.Equal(("echo right", 5, "command", "speech", "true"), (System.Text.Encoding.UTF8.GetString(frame.Data.Span), frame.Priority, frame.Tags["taskType"], frame.Tags["team"], frame.Tags["retry"]));
        Assert.Empty(Queue.Dead.Indexes);
        Assert.Equal(["servicetask.replay train 1"], Audit.Told);
        Assert.Empty(page.FindAll(".edit"));
    }

    [Fact]
    public async Task DeadLetter_Saved_StaysWhereItIs()
    {
        var page = EditDead(("taskType", "command"));

        page.Find("#dead-payload").Input("echo saved");
        await page.FindAll(".edit button")[1].ClickAsync(new());

        Assert.Equal((1, 0), (Queue.Dead.Indexes.Count, Queue.In.Indexes.Count));
        Assert.Equal("echo saved", page.Find(".payload pre").TextContent);
        Assert.Equal(["servicetask.edit train 1"], Audit.Told);
    }

    [Fact]
    public async Task DeadLetter_WithATagThatIsNone_IsNotSaved_AndWhatWasTypedStays()
    {
        var page = EditDead(("taskType", "command"));

        page.Find("#dead-tags").Input("_index_=3");
        await page.Find(".edit .primary").ClickAsync(new());

        Assert.Contains("_index_=3", page.Find(".ej-error").TextContent, StringComparison.Ordinal);
        Assert.Equal((1, 0), (Queue.Dead.Indexes.Count, Queue.In.Indexes.Count));
    }

    [Fact]
    public async Task DeadLetter_WhosePayloadIsNoText_KeepsIt()
    {
        Queue.Dead.Put([0xff, 0xfe, 0], "r1", ("taskType", "command"));
        var page = OpenQueue("&stream=dead&frame=1");

        page.FindAll(".frame .ej-button").Single(button => button.TextContent.Contains("Edit", StringComparison.Ordinal)).Click();

        Assert.Contains("stays as it is", page.Find("#dead-payload").TextContent, StringComparison.Ordinal);
        page.Find("#dead-tags").Input("a=b");
        await page.Find(".edit .primary").ClickAsync(new());
        var frame = Assert.Single(await Queue.In.GetAsync(0, 9, new Dictionary<string, string>(), null, TimeSpan.Zero, false, CancellationToken.None));
        Assert.Equal([0xff, 0xfe, 0], frame.Data.ToArray());
        Assert.Equal("b", frame.Tags["a"]);
    }

    private IRenderedComponent<QueueTab> EditDead(params (string Key, string Value)[] tags)
    {
        Queue.Dead.Put(new FramePut("echo wrong"u8.ToArray(), tags.ToDictionary(tag => tag.Key, tag => tag.Value)), "exit code 9", 5);
        var page = OpenQueue("&stream=dead&frame=1");
        page.FindAll(".frame .ej-button").Single(button => button.TextContent.Contains("Edit", StringComparison.Ordinal)).Click();
        return page;
    }

    [Fact]
    public void Viewer_LooksOnly()
    {
        Queue.Dead.Put("echo");

        var page = OpenQueue("&stream=dead&frame=1", ProjectRole.Viewer);

        Assert.Equal(["Copy the payload"], page.FindAll("button.ej-button").Select(button => button.GetAttribute("title")));
    }

    [Fact]
    public void Output_ShowsTheNewestFirst_AndPagesByIndex()
    {
        for (var i = 1; i <= 30; i++)
            Queue.Out.Put($"result {i}");

        var page = OpenQueue("&stream=output");

        Assert.Equal("30", page.Find("tbody .number").TextContent);
        var next = page.FindAll("a.ej-button").Single(link => link.TextContent.Contains("Next page", StringComparison.Ordinal));
        Assert.Equal("/services/train?tab=queue&stream=output&at=5", next.GetAttribute("href"));
    }

    [Fact]
    public void Empty_InChinese_SaysSo()
    {
        SpeakChinese();

        var page = OpenQueue("&stream=dead");

        Assert.Contains("没有死信", page.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<QueueTab> OpenQueue(string query, ProjectRole role = ProjectRole.Admin) =>
        Open<QueueTab>($"/services/train?tab=queue{query}", role, with => with.Add(tab => tab.Job, Deployments.Deploy(Train)).Add(tab => tab.Queue, Queue));

    private static List<string> Cells(IRenderedComponent<QueueTab> page, string selector) => [.. page.FindAll("tbody " + selector).Select(cell => cell.TextContent.Trim())];
}
