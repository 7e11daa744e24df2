using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Queues;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Components.Live;
using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Features.Services.List;

public sealed partial class ServicesPage
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DrawInterval = TimeSpan.FromMilliseconds(100);
    private ServicesState _state = null!;

    [CascadingParameter]
    private ProjectView Project { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Search { get; set; }

    [Inject]
    private IDeploymentDirectory Directory { get; set; } = null!;

    [Inject]
    private IQueueHost Host { get; set; } = null!;

    [Inject]
    private IElasticity Elasticity { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private IReadOnlyList<ServiceRow> Rows => _state.Find(Search);

    protected override async Task OnInitializedAsync()
    {
        _state = new ServicesState(Directory, Host, Elasticity, Project.Name);
        _state.Apply(await _state.ReadAsync(Closing));
        await FollowAsync(cancellationToken => Sampling.EveryAsync(Time, Tick, _state.ReadAsync, cancellationToken), _state.Apply, DrawInterval, static () => false);
    }

    private void Go(string search) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("q", string.IsNullOrEmpty(search) ? null : search), replace: true);
}
