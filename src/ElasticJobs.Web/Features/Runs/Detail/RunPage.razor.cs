using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Access;
using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Features.Runs.Detail;

public sealed partial class RunPage
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private RunPicture? _picture;
    private PipelineDocument? _document;
    private RefusedException? _refused;
    private RunPlace _place = RunPlace.Read(null, null, null, null, null);
    private string? _shown;

    [CascadingParameter]
    private ProjectView Project { get; set; } = null!;

    [Parameter]
    public string Id { get; set; } = "";

    [SupplyParameterFromQuery(Name = "view")]
    private string? View { get; set; }

    [SupplyParameterFromQuery(Name = "task")]
    private string? TaskId { get; set; }

    [SupplyParameterFromQuery(Name = "attempt")]
    private int? Attempt { get; set; }

    [SupplyParameterFromQuery(Name = "tab")]
    private string? Tab { get; set; }

    [SupplyParameterFromQuery(Name = "line")]
    private long? Line { get; set; }

    [Inject]
    private IRunStore Store { get; set; } = null!;

    [Inject]
    private IRunFeed Feed { get; set; } = null!;

    [Inject]
    private IPipelineStore Pipelines { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override async Task OnParametersSetAsync()
    {
        _place = RunPlace.Read(View, TaskId, Attempt, Tab, Line);
        if (_shown != Id)
        {
            _shown = Id;
            await OpenAsync(Id);
        }
    }

    private async Task OpenAsync(string id)
    {
        (_picture, _refused) = (null, null);
        if (!RunId.TryParse(id, out var run) || await Store.FindAsync(run, Closing) is not { } detail || detail.Run.Project != Project.Name)
        {
            await StopAsync();
            _refused = Refusals.RunNotFound(id);
            return;
        }

        _document = await DocumentAsync(detail.Run);
        _picture = new RunPicture(detail, _document);
        await FollowAsync(cancellationToken => Feed.WatchOnAsync(run, Project.Name, cancellationToken), Apply, Interval, () => _picture is { Run.IsFinished: false });
    }

    private bool Apply(RunDetail detail)
    {
        if (_picture is null || detail.Run.Id != _picture.Run.Id || detail.Run.Version <= _picture.Run.Version)
        {
            return false;
        }

        _picture = new RunPicture(detail, _document);
        return true;
    }

    private async Task<PipelineDocument?> DocumentAsync(Run run) => run.DraftDocument is { } draft
        ? PipelineReader.Read(draft).Document
        : (await Pipelines.FindAsync(run.Project, run.Pipeline, run.Revision, Closing))?.Document;

    private void Go(RunPlace place)
    {
        _place = place;
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(place.Address()), replace: true);
    }
}
