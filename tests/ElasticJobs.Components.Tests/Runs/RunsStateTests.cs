using ElasticJobs.Components.Tests.Console;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Runs;
using ElasticJobs.Web.Features.Runs.List;

namespace ElasticJobs.Components.Tests.Runs;

public sealed class RunsStateTests
{
    private readonly InMemoryRunStore _store = new();
    private readonly RunsState _state;

    public RunsStateTests() => _state = new RunsState(_store, "default");

    [Fact]
    public async Task Run_ThatBegins_ComesFirst()
    {
        await LoadAsync(RunFilter.Read(null, null, null, null, null), SomeRuns.Row(1));

        Assert.True(_state.Apply(SomeRuns.Row(2, state: RunState.Running)));

        Assert.Equal([RunState.Running, RunState.Succeeded], _state.Runs.Select(run => run.State));
    }

    [Fact]
    public async Task Run_ThatNoLongerMatches_Leaves()
    {
        await LoadAsync(RunFilter.Read(null, "running", null, null, null), SomeRuns.Row(1, state: RunState.Running));

        Assert.True(_state.Apply(SomeRuns.Row(1, state: RunState.Failed, version: 2)));

        Assert.Empty(_state.Runs);
    }

    [Fact]
    public async Task Run_OfAnOlderVersion_ChangesNothing()
    {
        await LoadAsync(RunFilter.Read(null, null, null, null, null), SomeRuns.Row(1, version: 5));

        Assert.False(_state.Apply(SomeRuns.Row(1, state: RunState.Running, version: 4)));
    }

    [Fact]
    public async Task MoreRuns_ThanAPage_CanBeLoaded()
    {
        await LoadAsync(RunFilter.Read(null, null, null, null, null), [.. Enumerable.Range(1, RunsState.PageSize + 3).Select(id => SomeRuns.Row(id))]);
        Assert.Equal(RunsState.PageSize, _state.Runs.Count);

        await _state.LoadMoreAsync(CancellationToken.None);

        Assert.Equal(RunsState.PageSize + 3, _state.Runs.Select(run => run.Id).Distinct().Count());
        Assert.Null(_state.NextCursor);
    }

    [Fact]
    public async Task Run_OlderThanTheShownPage_WaitsUntilThatPageIsLoaded()
    {
        await LoadAsync(RunFilter.Read(null, null, null, null, null), [.. Enumerable.Range(10, RunsState.PageSize + 3).Select(id => SomeRuns.Row(id))]);

        Assert.False(_state.Apply(SomeRuns.Row(1)));
    }

    private async Task LoadAsync(RunFilter filter, params Run[] runs)
    {
        foreach (var run in runs)
        {
            await _store.CreateAsync(run, [], "ann", CancellationToken.None);
        }

        await _state.LoadAsync(filter, CancellationToken.None);
    }
}
