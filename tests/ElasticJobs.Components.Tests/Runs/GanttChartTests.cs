using ElasticJobs.Components.Tests.Console;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Runs;
using ElasticJobs.Web.Features.Runs.Detail;
using ElasticJobs.Web.Features.Runs.Detail.Views;

namespace ElasticJobs.Components.Tests.Runs;

public sealed class GanttChartTests
{
    private static readonly DateTimeOffset Start = RunRows.Start;

    [Fact]
    public void Task_TriedTwice_HasABarForEachAttemptAndTheWaitBetween()
    {
        var detail = SomeRuns.Failed();
        var id = detail.Run.Id;
        var picture = new RunPicture(
            detail with
            {
                Attempts =
                [
                    SomeRuns.Attempt(id, "a", 1, TaskState.Failed, Start, Start.AddSeconds(2)),
                    SomeRuns.Attempt(id, "a", 2, TaskState.Failed, Start.AddSeconds(5), Start.AddSeconds(10)),
                ],
            },
            SomeRuns.Two);
        var chart = new GanttChart(picture, Start.AddHours(1));

        var bars = chart.Bars(picture.Task("a")!, picture);

        Assert.Equal(
            [("Failed", "0%", "20%"), ("Queued", "20%", "30%"), ("Failed", "50%", "50%")],
            bars.Select(bar => (bar.State, bar.Left, bar.Width)));
    }

    [Fact]
    public void Task_NeverStarted_HasNoBar()
    {
        var picture = new RunPicture(SomeRuns.Failed(), SomeRuns.Two);

        Assert.Empty(new GanttChart(picture, Start.AddHours(1)).Bars(picture.Task("b")!, picture));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(3600)]
    [InlineData(1_000_000)]
    public void Axis_OfAnyLength_HasAFewMarks(int seconds)
    {
        var detail = SomeRuns.Failed();
        var picture = new RunPicture(detail with { Run = detail.Run with { FinishedAt = Start.AddSeconds(seconds) } }, SomeRuns.Two);

        Assert.InRange(new GanttChart(picture, Start).Ticks.Count, 2, 10);
    }
}
