using Bunit;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Web.Features.Services.Scaling;

namespace ElasticJobs.Components.Tests.Services;

public sealed class ScalingTabTests : ServicesConsole
{
    [Fact]
    public void Service_WithoutDecisions_SaysSo()
    {
        var page = OpenScaling();

        Assert.Contains("Nothing decided yet", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decision_ThatIsMade_ShowsByItselfWithItsReason()
    {
        Decisions.Add(Entry(1, ScalingTexts.Make(ScalingReasons.TaskWaits), waiting: 1) with { Decision = Decision(1, ScalingTexts.Make(ScalingReasons.TaskWaits)) with { Create = 1 } });
        var page = OpenScaling();
        Assert.Contains("1 started", page.Find("tbody .act").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("svg[role=img]"));

        Time.Advance(TimeSpan.FromSeconds(5));
        Decisions.Add(Entry(0, ScalingTexts.Make(ScalingReasons.NoDemand), idle: 1));

        await ShowsAsync(() => page.FindAll("tbody tr").Count == 2, "the second decision is shown");
        Assert.Contains("Nothing asks for an instance", page.Find("tbody .reason").TextContent, StringComparison.Ordinal);
        Assert.Equal(2, page.FindAll("svg .mark").Count);
    }

    [Fact]
    public async Task Decisions_ThatAreOld_AreReadOnce()
    {
        Decisions.Add(Entry(1, ScalingTexts.Make(ScalingReasons.TaskWaits)));
        var page = OpenScaling();
        for (var i = 0; i < 10; i++)
            Time.Advance(TimeSpan.FromSeconds(1));
        Decisions.Add(Entry(0, ScalingTexts.Make(ScalingReasons.NoDemand)));
        await ShowsAsync(() => page.FindAll("tbody tr").Count == 2, "the second decision is shown");

        Assert.Equal(2, Decisions.Pages);
    }

    [Fact]
    public void Reasons_InChinese_AreChinese()
    {
        SpeakChinese();
        Decisions.Add(Entry(1, ScalingTexts.Make(ScalingReasons.TaskWaits)));

        Assert.Contains("有任务在等待", OpenScaling().Find("tbody .reason").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Chart_GoesInSteps_OnOneAxis()
    {
        var first = Entry(2, ScalingTexts.Make(ScalingReasons.TaskWaits), waiting: 4);
        Time.Advance(TimeSpan.FromSeconds(10));
        var second = Entry(2, ScalingTexts.Make(ScalingReasons.TaskWaits), waiting: 0, idle: 2);

        var chart = ScalingChart.Of([second, first])!;

        Assert.Equal(4, chart.Top);
        Assert.Equal("0,0 1000,0 1000,160 ", chart.Lines.Single(line => line.Name == "Waiting").Points);
        Assert.Equal("0,160 1000,160 1000,80 ", chart.Lines.Single(line => line.Name == "Instances").Points);
    }

    [Fact]
    public void EarlierDecisions_HaveAnAddress()
    {
        for (var i = 0; i < 210; i++)
        {
            Decisions.Add(Entry(i % 2, ScalingTexts.Make(ScalingReasons.TaskWaits), waiting: i));
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        var next = OpenScaling().FindAll("a.ej-button")[^1].GetAttribute("href")!;

        Assert.Equal(10, Open<ScalingTab>(next, with: tab => tab.Add(shown => shown.Service, "train")).FindAll("tbody tr").Count);
    }

    [Fact]
    public void PicturesBetweenDecisions_AreInTheChartAlone()
    {
        foreach (var waiting in (int[])[1, 7, 3])
        {
            Decisions.Add(Entry(1, ScalingTexts.Make(ScalingReasons.TaskWaits), waiting));
            Time.Advance(TimeSpan.FromSeconds(10));
        }

        var page = OpenScaling();

        Assert.Single(page.FindAll("tbody tr"));
        Assert.Contains("upper edge: 7", page.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<ScalingTab> OpenScaling() => Open<ScalingTab>("/services/train?tab=scaling", with: tab => tab.Add(shown => shown.Service, "train"));

    private DecisionEntry Entry(int desired, ScalingReason reason, int waiting = 0, int idle = 0) => new(Decision(desired, reason), waiting, 0, 0, idle, 0, 0, 0);
}
