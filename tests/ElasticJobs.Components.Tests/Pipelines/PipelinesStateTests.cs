using ElasticJobs.Components.Tests.Console;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Pipelines;
using ElasticJobs.Tests.Shared.Runs;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Web.Features.Pipelines;

namespace ElasticJobs.Components.Tests.Pipelines;

public sealed class PipelinesStateTests
{
    private readonly InMemoryPipelineStore _pipelines = new(new FakeTimeProvider());
    private readonly InMemoryRunStore _runs = new();
    private readonly PipelinesState _state;

    public PipelinesStateTests() => _state = new PipelinesState(_pipelines, _runs, "default");

    [Fact]
    public async Task Run_NewerThanWhatIsShown_ReplacesIt()
    {
        await LoadAsync(SomeRuns.Row(1, state: RunState.Running, version: 3));

        Assert.True(_state.Apply(SomeRuns.Row(1, state: RunState.Succeeded, version: 4)));

        Assert.Equal(RunState.Succeeded, Assert.Single(_state.Rows[0].Runs).State);
    }

    [Fact]
    public async Task Run_OlderThanWhatIsShown_ChangesNothing()
    {
        await LoadAsync(SomeRuns.Row(1, version: 3));

        Assert.False(_state.Apply(SomeRuns.Row(1, state: RunState.Running, version: 2)));

        Assert.Equal(RunState.Succeeded, _state.Rows[0].Runs[0].State);
    }

    [Fact]
    public async Task Run_ToldBeforeTheListWasRead_IsNotLost()
    {
        await SaveAsync();
        _state.Apply(SomeRuns.Row(1));

        await _state.LoadAsync(null, CancellationToken.None);

        Assert.Single(_state.Rows[0].Runs);
    }

    [Fact]
    public async Task Run_ForDebugging_IsNoBar()
    {
        await LoadAsync();

        Assert.False(_state.Apply(SomeRuns.Row(1, trigger: RunTrigger.Debug)));
    }

    [Fact]
    public async Task Run_OfAPipelineThatIsNotShown_ChangesNothing()
    {
        await LoadAsync();

        Assert.False(_state.Apply(SomeRuns.Row(1, pipeline: "other")));
    }

    private Task SaveAsync() => _pipelines.SaveAsync("default", SomeRuns.Two, "ann", null, CancellationToken.None);

    private async Task LoadAsync(params Run[] runs)
    {
        await SaveAsync();
        foreach (var run in runs)
        {
            await _runs.CreateAsync(run, [], "ann", CancellationToken.None);
        }

        await _state.LoadAsync(null, CancellationToken.None);
    }
}
