using ElasticJobs.Core;
using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Tests.Databases;
using static ElasticJobs.Storage.Tests.Runs.RunExamples;

namespace ElasticJobs.Storage.Tests.Runs;

public abstract class RunListContract(DatabaseKind kind) : StoreContract(kind)
{
    private IRunStore Store => Storage.Get<IRunStore>();

    [Fact]
    public async Task List_Pages_StayTrueWhileRunsAreMade()
    {
        await CreateAsync(Enumerable.Range(1, 25).Select(number => Run(number)));

        var seen = new List<RunId>();
        string? cursor = null;
        var next = 100;
        do
        {
            var page = await Store.ListAsync(new RunQuery("default", Cursor: cursor, Limit: 10), None);
            seen.AddRange(page.Runs.Select(run => run.Id));
            cursor = page.NextCursor;
            await CreateAsync([Run(next++)]);
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(1, 25).Reverse().Select(number => Run(number).Id), seen);
    }

    [Fact]
    public async Task List_SameMoment_OrderedById()
    {
        await CreateAsync(Enumerable.Range(1, 5).Select(number => Run(number) with { CreatedAt = Noon }));

        var first = await Store.ListAsync(new RunQuery("default", Limit: 3), None);
        var second = await Store.ListAsync(new RunQuery("default", Cursor: first.NextCursor, Limit: 3), None);

        Assert.Equal([5, 4, 3, 2, 1], first.Runs.Concat(second.Runs).Select(NumberOf));
        Assert.Null(second.NextCursor);
    }

    [Fact]
    public async Task List_Filters_EachNarrowsTheList()
    {
        await CreateAsync(
        [
            Run(1),
            Run(2, state: RunState.Failed),
            Run(3, state: RunState.Succeeded, trigger: RunTrigger.Api),
            Run(4, pipeline: "tour", state: RunState.Failed),
            Run(5, trigger: RunTrigger.Debug),
            Run(6) with { CreatedBy = "li" },
            Run(7) with { Project = "other" },
        ]);

        Assert.Equal([6, 4, 3, 2, 1], await NumbersAsync(new RunQuery("default")));
        Assert.Equal([7], await NumbersAsync(new RunQuery("other")));
        Assert.Equal([4], await NumbersAsync(new RunQuery("default", Pipeline: "tour")));
        Assert.Equal([4, 2], await NumbersAsync(new RunQuery("default", States: [RunState.Failed])));
        Assert.Equal([4, 3, 2], await NumbersAsync(new RunQuery("default", States: [RunState.Failed, RunState.Succeeded])));
        Assert.Equal([5, 3], await NumbersAsync(new RunQuery("default", Triggers: [RunTrigger.Api, RunTrigger.Debug])));
        Assert.Equal([6], await NumbersAsync(new RunQuery("default", CreatedBy: "li")));
        Assert.Equal([3, 2], await NumbersAsync(new RunQuery("default", From: Noon.AddSeconds(2), To: Noon.AddSeconds(4))));
        Assert.Equal([2], await NumbersAsync(new RunQuery("default", "penguins", [RunState.Failed], [RunTrigger.Manual], "mei", Noon, Noon.AddDays(1))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a cursor")]
    [InlineData("bm8")]
    [InlineData("OTk5OTk5OTk5OTk5OTk5OTk5OS8wMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMQ")]
    public async Task List_BadCursor_IsRefused(string cursor)
    {
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => Store.ListAsync(new RunQuery("default", Cursor: cursor), None));

        Assert.Equal((RefusalKind.Invalid, "bad_cursor"), (refusal.Kind, refusal.Code));
    }

    [Fact]
    public async Task ListRecent_OfEachPipeline_NewestFirstWithoutDebugRuns()
    {
        await CreateAsync([Run(1), Run(2), Run(3), Run(4, trigger: RunTrigger.Debug), Run(5, pipeline: "tour"), Run(6, pipeline: "unasked")]);

        var recent = await Store.ListRecentAsync("default", ["penguins", "tour", "never-run"], 2, None);

        Assert.Equal([3, 2], recent["penguins"].Select(NumberOf));
        Assert.Equal([5], recent["tour"].Select(NumberOf));
        Assert.Empty(recent["never-run"]);
        Assert.Equal(3, recent.Count);
    }

    private Task CreateAsync(IEnumerable<Run> runs) => System.Threading.Tasks.Task.WhenAll(runs.Select(run => Store.CreateAsync(run, [], "mei", None)));

    private async Task<IEnumerable<int>> NumbersAsync(RunQuery query) => (await Store.ListAsync(query, None)).Runs.Select(NumberOf);

    private static int NumberOf(Run run) => (int)(run.CreatedAt - Noon).TotalSeconds is > 0 and var number ? number : run.Id.Value.ToByteArray(bigEndian: true)[15];
}

public sealed class RunListOnSqliteTests() : RunListContract(DatabaseKind.Sqlite);

public sealed class RunListOnPostgresTests() : RunListContract(DatabaseKind.Postgres);
