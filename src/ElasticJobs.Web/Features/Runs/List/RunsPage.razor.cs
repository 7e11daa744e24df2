using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Access;
using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Features.Runs.List;

public sealed partial class RunsPage
{
    // What nothing makes yet is no choice.
    private static readonly RunTrigger[] Triggers = [RunTrigger.Manual, RunTrigger.Api, RunTrigger.Rerun, RunTrigger.Debug];
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private const int NamesOffered = 200;
    private RunsState _state = null!;
    private IReadOnlyList<string> _pipelines = [];
    private bool _follows;

    [CascadingParameter]
    private ProjectView Project { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "pipeline")]
    private string? PipelineText { get; set; }

    [SupplyParameterFromQuery(Name = "state")]
    private string? StateText { get; set; }

    [SupplyParameterFromQuery(Name = "trigger")]
    private string? TriggerText { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private string? FromText { get; set; }

    [SupplyParameterFromQuery(Name = "to")]
    private string? ToText { get; set; }

    [Inject]
    private IRunStore Store { get; set; } = null!;

    [Inject]
    private IRunFeed Feed { get; set; } = null!;

    [Inject]
    private IPipelineStore Pipelines { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private RunFilter Filter => _state.Filter;

    protected override void OnInitialized() => _state = new RunsState(Store, Project.Name);

    protected override async Task OnParametersSetAsync()
    {
        if (!_follows)
        {
            _follows = true;
            await FollowAsync(cancellationToken => Feed.WatchProjectAsync(Project.Name, cancellationToken), _state.Apply, Interval, () => _state.HasUnfinished);
            _pipelines = [.. (await Pipelines.ListAsync(Project.Name, null, null, NamesOffered, Closing)).Pipelines.Select(pipeline => pipeline.Name)];
        }

        var filter = RunFilter.Read(PipelineText, StateText, TriggerText, FromText, ToText);
        if (!_state.IsLoaded || filter != Filter)
        {
            await _state.LoadAsync(filter, Closing);
        }
    }

    private void Go(RunFilter filter) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters("/runs", filter.Address()), replace: true);

    private static string? Text(ChangeEventArgs input) => string.IsNullOrWhiteSpace(input.Value?.ToString()) ? null : input.Value.ToString()!.Trim();

    private static T? Choice<T>(ChangeEventArgs input) where T : struct, Enum => Enum.TryParse<T>(Text(input), out var value) ? value : null;

    private static DateOnly? Day(ChangeEventArgs input) => RunFilter.Read(null, null, null, Text(input), null).From;
}
