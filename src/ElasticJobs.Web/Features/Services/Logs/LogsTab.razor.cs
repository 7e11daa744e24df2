using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Pods;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Components.Live;
using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Features.Services.Logs;

public sealed partial class LogsTab
{
    /// <summary>There may be thousands of a week, and nobody looks for one in such a list.</summary>
    private const int MostOffered = 100;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DrawInterval = TimeSpan.FromMilliseconds(100);
    private IReadOnlyList<InstanceLog> _logs = [];
    private string? _followed;
    private string? _first;

    [CascadingParameter]
    private ProjectView Project { get; set; } = null!;

    [Parameter, EditorRequired]
    public required string Service { get; set; }

    [SupplyParameterFromQuery(Name = "instance")]
    private string? Instance { get; set; }

    [SupplyParameterFromQuery(Name = "container")]
    private string? Container { get; set; }

    [Inject]
    private IInstanceLogs Logs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <summary>Null: the address names one whose log is not kept any more.</summary>
    private InstanceLog? Shown => _logs.FirstOrDefault(log => log.Instance == (Instance ?? _first));

    /// <summary>Of the newest, and of the one that is shown.</summary>
    private IEnumerable<InstanceLog> Offered => _logs.Where((log, at) => at < MostOffered || log == Shown);

    private string ShownContainer => Shown?.Kind == ServiceLabels.InstanceKind && Container is "worker" or LogKey.Merged ? Container! : ContainerSpec.MainName;

    /// <summary>Address of an instance's log on its service's page.</summary>
    public static string Address(string service, string instance, string? container = null) =>
        $"/services/{service}?tab=logs&instance={Uri.EscapeDataString(instance)}{(container is null or ContainerSpec.MainName ? "" : $"&container={Uri.EscapeDataString(container)}")}";

    protected override async Task OnParametersSetAsync()
    {
        if (_followed == Service)
            return;
        (_followed, _first) = (Service, null);
        await FollowAsync(cancellationToken => Sampling.EveryAsync(Time, Tick, _ => Task.FromResult(Look()), cancellationToken), static isOther => isOther, DrawInterval, static () => false);
    }

    /// <returns>True: others are there.</returns>
    private bool Look()
    {
        var logs = Logs.List(Service).Where(log => log.Project == Project.Name).ToList();
        // One that comes later does not push away what somebody reads.
        _first ??= (logs.FirstOrDefault(log => log.EndedAt is null && log.Kind == ServiceLabels.InstanceKind) ?? logs.FirstOrDefault())?.Instance;
        if (logs.SequenceEqual(_logs))
            return false;
        _logs = logs;
        return true;
    }

    private void Go(string? instance, string? container)
    {
        if (!string.IsNullOrEmpty(instance))
            Navigation.NavigateTo(Address(Service, instance, container));
    }

    private string DownloadUrl(InstanceLog log) => $"/api/v1/projects/{log.Project}/services/{log.Service}/instances/{log.Instance}/log/raw?container={Uri.EscapeDataString(ShownContainer)}";
}
