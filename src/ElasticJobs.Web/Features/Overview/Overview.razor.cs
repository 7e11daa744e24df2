using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Samples;
using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Features.Overview;

public sealed partial class Overview
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private readonly HashSet<string> _known = [];
    private OverviewState _state = null!;

    [CascadingParameter]
    private ProjectView Project { get; set; } = null!;

    [Inject]
    private IRunStore Runs { get; set; } = null!;

    [Inject]
    private IRunFeed Feed { get; set; } = null!;

    [Inject]
    private IPipelineStore Pipelines { get; set; } = null!;

    [Inject]
    private SampleCatalog Samples { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        _state = new OverviewState(Runs, Project.Name);
        await FollowAsync(cancellationToken => Feed.WatchProjectAsync(Project.Name, cancellationToken), _state.Apply, Interval, () => _state.Running.Count > 0);
        foreach (var sample in Samples.List())
        {
            if (await Pipelines.FindAsync(Project.Name, sample.Name, null, Closing) is not null)
            {
                _known.Add(sample.Name);
            }
        }

        await _state.LoadAsync(Closing);
    }
}
