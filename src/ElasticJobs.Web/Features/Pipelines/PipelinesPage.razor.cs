using ElasticJobs.Core.Access;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Components;
using ElasticJobs.Web.Features.Runs.Starting;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ElasticJobs.Web.Features.Pipelines;

public sealed partial class PipelinesPage
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private PipelinesState _state = null!;
    private string? _loaded;

    [CascadingParameter]
    private ProjectView Project { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "view")]
    private string? View { get; set; }

    [Inject]
    private IPipelineStore Pipelines { get; set; } = null!;

    [Inject]
    private IRunStore Runs { get; set; } = null!;

    [Inject]
    private IRunFeed Feed { get; set; } = null!;

    [Inject]
    private RunStarting Starting { get; set; } = null!;

    [Inject]
    private Acts Acts { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private bool IsCards => View == "cards";

    protected override async Task OnInitializedAsync()
    {
        _state = new PipelinesState(Pipelines, Runs, Project.Name);
        await FollowAsync(cancellationToken => Feed.WatchProjectAsync(Project.Name, cancellationToken), _state.Apply, Interval, () => _state.HasUnfinished);
        await LoadAsync();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (Search != _loaded)
        {
            await LoadAsync();
        }
    }

    private static string Pressed(bool pressed) => pressed ? "true" : "false";

    private Task LoadAsync()
    {
        _loaded = Search;
        return _state.LoadAsync(Search, Closing);
    }

    private void Go(bool cards, string? search) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters("/pipelines", new Dictionary<string, object?> { ["q"] = string.IsNullOrEmpty(search) ? null : search, ["view"] = cards ? "cards" : null }),
        replace: true);

    private Task MoreAsync() => _state.LoadMoreAsync(Closing);

    private Task<Run?> RunAsync(PipelineRevision pipeline) => Starting.StartAsync(Project, pipeline, Closing);

    private async Task DeleteAsync(PipelineRevision pipeline)
    {
        var sure = await Dialogs.Confirm(
            T["DeleteSure", pipeline.Name],
            T["DeleteTitle"],
            new ConfirmOptions { OkButtonText = Common["Delete"], CancelButtonText = Common["Cancel"] });
        if (sure == true && await Acts.TryAsync(
            Project, ProjectRole.Editor, new AuditedAct(AuditActs.PipelineDelete, pipeline.Name), cancellationToken => Pipelines.DeleteAsync(Project.Name, pipeline.Name, cancellationToken), T["Deleted", pipeline.Name], Closing))
        {
            _state.Remove(pipeline.Name);
        }
    }
}
