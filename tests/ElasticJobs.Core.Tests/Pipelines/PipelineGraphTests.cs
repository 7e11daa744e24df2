using ElasticJobs.Core.Pipelines;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace ElasticJobs.Core.Tests.Pipelines;

public class PipelineGraphTests
{
    [Fact]
    public void LongChain_IsOrderedAndHasNoCycle()
    {
        var graph = new PipelineGraph([.. Enumerable.Range(0, 20_000).Select(i => Task($"t{i}", i == 0 ? [] : [$"t{i - 1}"]))]);

        Assert.Null(graph.FindCycle());
        Assert.Equal(20_000, graph.Order().Count);
        Assert.Equal(19_999, graph.Ancestors("t19999").Count);
    }

    [Fact]
    public void NewEdge_ThatWouldCloseACycle_IsNamedByItsPath()
    {
        var graph = new PipelineGraph([Task("clean"), Task("train", "clean"), Task("report", "train")]);

        Assert.Equal(["clean", "train", "report", "clean"], graph.CycleWith("report", "clean")!);
        Assert.Null(graph.CycleWith("clean", "report"));
        Assert.Equal(["clean", "clean"], graph.CycleWith("clean", "clean")!);
    }

    [Property(MaxTest = 200)]
    public Property Order_OfAnyGraph_PutsUpstreamFirst_OrACycleIsFound() => Prop.ForAll(
        Gen.Choose(0, 9).Two().ListOf().ToArbitrary(),
        pairs =>
        {
            var tasks = Enumerable.Range(0, 10).Select(i => Task($"t{i}", [.. pairs.Where(pair => pair.Item2 == i && pair.Item1 != i).Select(pair => $"t{pair.Item1}").Distinct()])).ToList();
            var graph = new PipelineGraph(tasks);
            var order = graph.Order();
            if (graph.FindCycle() is { } cycle)
            {
                Assert.True(order.Count < 10);
                Assert.Equal(cycle[0], cycle[^1]);
                Assert.All(cycle.Zip(cycle.Skip(1)), edge => Assert.Contains(edge.First, graph.Upstream(edge.Second)));
                return;
            }

            Assert.Equal(10, order.Count);
            var at = order.Select((task, place) => (tasks[task].Id, place)).ToDictionary(pair => pair.Id, pair => pair.place);
            Assert.All(tasks, task => Assert.All(task.After, edge => Assert.True(at[edge.Task] < at[task.Id])));
        });

    [Fact]
    public void Layout_GivesEveryTaskAPlaceOfItsOwn()
    {
        var document = new PipelineDocument { Spec = new PipelineSpec { Tasks = [Task("a"), Task("b", "a"), Task("c", "a"), Task("d", "b", "c"), Task("e") with { Position = new CanvasPosition(5, 5) }] } };

        var places = PipelineLayout.Arrange(document).Spec.Tasks.Select(task => task.Position!.Value).ToList();

        Assert.Equal(5, places.Distinct().Count());
        Assert.Equal(new CanvasPosition(5, 5), places[4]);
        Assert.True(places[3].X > places[1].X);
    }

    private static TaskSpec Task(string id, params string[] after) => new() { Id = id, Template = "shell", After = [.. after.Select(upstream => new TaskEdge(upstream))] };
}
