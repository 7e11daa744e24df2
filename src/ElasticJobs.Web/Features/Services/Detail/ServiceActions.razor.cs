using ElasticJobs.Core.Access;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Queues;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Components;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ElasticJobs.Web.Features.Services.Detail;

/// <summary>What may be done with a service as a whole.</summary>
public sealed partial class ServiceActions
{
    private bool _isBusy;

    [CascadingParameter]
    private ProjectView Project { get; set; } = null!;

    [Parameter, EditorRequired]
    public required Deployment Service { get; set; }

    [Inject]
    private IDeploymentService Services { get; set; } = null!;

    [Inject]
    private IQueueStore Queues { get; set; } = null!;

    [Inject]
    private Acts Acts { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <summary>Of what the person may do.</summary>
    private List<(string Name, string Command)> Commands
    {
        get
        {
            var commands = new List<(string, string)>();
            if (Project.CanOperate)
                Add(Service.IsStopped ? ServiceCommands.Start : ServiceCommands.Stop, T[Service.IsStopped ? "Start" : "Stop"]);
            if (Project.CanEdit)
                Add(ServiceCommands.Delete, Common["Delete"]);
            return commands;

            void Add(string act, string name) => commands.AddRange([($"CLI: {name}", ServiceCommands.Cli(Service, act)), ($"curl: {name}", ServiceCommands.Api(Service, act, Navigation.BaseUri))]);
        }
    }

    private Task<bool> StopAsync() => ActAsync(
        ProjectRole.Operator, AuditActs.ServiceStop, cancellationToken => Services.StopAsync(Project.Name, Service.Name, Project.UserName, cancellationToken), T["StopAsked", Service.Name]);

    private Task<bool> StartAsync() => ActAsync(
        ProjectRole.Operator, AuditActs.ServiceStart, cancellationToken => Services.StartAsync(Project.Name, Service.Name, Project.UserName, cancellationToken), T["StartAsked", Service.Name]);

    private async Task DeleteAsync()
    {
        var tasks = await Queues.CountAsync(Service.Name, StreamKind.Input, CancellationToken.None);
        if (!await IsSureAsync(tasks == 0 ? T["DeleteSure", Service.Name] : T["DeleteSureTasks", Service.Name, tasks]))
            return;
        // What waits is lost for good, so it is asked for by itself.
        if (tasks > 0 && !await IsSureAsync(T["DeleteForceSure", tasks]))
            return;
        var isGone = await ActAsync(
            ProjectRole.Editor, AuditActs.ServiceDelete, cancellationToken => Services.DeleteAsync(Project.Name, Service.Name, force: tasks > 0, cancellationToken), T["Deleted", Service.Name]);
        if (isGone)
            Navigation.NavigateTo("/services");
    }

    private async Task<bool> IsSureAsync(string message) =>
        await Dialogs.Confirm(message, T["DeleteTitle"], new ConfirmOptions { OkButtonText = Common["Delete"], CancelButtonText = Common["Cancel"] }) == true;

    private async Task<bool> ActAsync(ProjectRole role, string what, Func<CancellationToken, Task> act, string done)
    {
        _isBusy = true;
        try
        {
            return await Acts.TryAsync(Project, role, new AuditedAct(what, Service.Name), act, done, CancellationToken.None);
        }
        finally
        {
            _isBusy = false;
        }
    }
}
