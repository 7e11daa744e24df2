using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Queues;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Components.Live;
using ElasticJobs.Web.Features.Services.Document;
using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Features.Services.Detail;

public sealed partial class ServicePage
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DrawInterval = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Tabs = ["overview", "queue", "try", "logs", "scaling", "config", "use"];
    private ServicePicture? _picture;
    private ServiceDraft? _draft;
    private string? _followed;

    [CascadingParameter]
    private ProjectView Project { get; set; } = null!;

    [Parameter]
    public string Name { get; set; } = "";

    [SupplyParameterFromQuery(Name = "tab")]
    private string? Tab { get; set; }

    [SupplyParameterFromQuery(Name = "view")]
    private string? View { get; set; }

    [Inject]
    private IDeploymentDirectory Directory { get; set; } = null!;

    [Inject]
    private IQueueHost Host { get; set; } = null!;

    [Inject]
    private IElasticity Elasticity { get; set; } = null!;

    /// <summary>A step behind the address. Tabs take values from the address too, and the framework, while it tells all that do of a change, can't bear that one of them comes or goes.</summary>
    private string Shown { get; set; } = Tabs[0];

    /// <summary>Of the scaling tab: what-if instead of decisions. A step behind too.</summary>
    private bool IsSupposing { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (_followed == Name)
        {
            await Task.Yield();
            (Shown, IsSupposing) = (Wanted(), View == "whatif");
            return;
        }

        (Shown, IsSupposing) = (Wanted(), View == "whatif");
        (_followed, _picture, _draft) = (Name, null, null);
        Apply(await ReadAsync(Closing));
        await FollowAsync(
            cancellationToken => Sampling.EveryAsync(Time, Tick, ReadAsync, cancellationToken), Apply, DrawInterval, () => Shown == "overview" && _picture?.Elastic is { Instances.Count: > 0 });
    }

    private string Wanted() => Tabs.FirstOrDefault(tab => tab == Tab) ?? Tabs[0];

    private Task<ServicePicture> ReadAsync(CancellationToken cancellationToken) => ServicePicture.ReadAsync(Project.Name, Name, Directory, Host, Elasticity, cancellationToken);

    private bool Apply(ServicePicture picture)
    {
        var isOther = _picture is null || !picture.LooksLike(_picture);
        if (picture.Service is { } service)
        {
            _draft ??= new ServiceDraft(service);
            isOther |= _draft.Follow(service);
        }

        _picture = picture;
        return isOther;
    }

    private string Address(string tab) => tab == Tabs[0] ? $"/services/{Name}" : $"/services/{Name}?tab={tab}";
}
