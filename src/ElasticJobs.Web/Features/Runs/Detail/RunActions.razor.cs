using ElasticJobs.Core.Access;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Components;
using ElasticJobs.Web.Features.Runs.Starting;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ElasticJobs.Web.Features.Runs.Detail;

/// <summary>What may be done with a run now.</summary>
public sealed partial class RunActions
{
    private bool _isBusy;

    [CascadingParameter]
    private ProjectView Project { get; set; } = null!;

    [Parameter, EditorRequired]
    public required RunPicture Picture { get; set; }

    [Inject]
    private IRunService Runs { get; set; } = null!;

    [Inject]
    private RunStarting Starting { get; set; } = null!;

    [Inject]
    private Acts Acts { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private Run Run => Picture.Run;

    private Task<bool> StopAsync(StopRequest request) =>
        ActAsync(request == StopRequest.Kill ? AuditActs.RunKill : AuditActs.RunStop, cancellationToken => Runs.StopAsync(Run.Id, request, Project.UserName, cancellationToken), T[request == StopRequest.Kill ? "KillAsked" : "StopAsked"]);

    private async Task KillAsync()
    {
        if (await IsSureAsync(T["KillSure"], T["KillTitle"], T["Kill"]))
        {
            await StopAsync(StopRequest.Kill);
        }
    }

    private Task<bool> RetryAsync() => ActAsync(AuditActs.RunRetry, cancellationToken => Runs.RetryAsync(Run.Id, Project.UserName, cancellationToken), T["RetryBegun"]);

    private Task RerunAsync() => BusyAsync(() => Starting.RerunAsync(Project, Run, Picture.Document ?? new PipelineDocument(), CancellationToken.None));

    private async Task DeleteAsync()
    {
        if (await IsSureAsync(T[Run.IsFinished ? "DeleteSure" : "DeleteRunningSure"], T["DeleteTitle"], Common["Delete"])
            && await ActAsync(AuditActs.RunDelete, cancellationToken => Runs.DeleteAsync(Run.Id, Project.UserName, cancellationToken), T["RunDeleted"]))
        {
            Navigation.NavigateTo($"/runs?pipeline={Run.Pipeline}");
        }
    }

    private async Task<bool> IsSureAsync(string message, string title, string act) =>
        await Dialogs.Confirm(message, title, new ConfirmOptions { OkButtonText = act, CancelButtonText = Common["Cancel"] }) == true;

    private async Task<bool> ActAsync(string what, Func<CancellationToken, Task> act, string done)
    {
        var went = false;
        await BusyAsync(async () => went = await Acts.TryAsync(Project, ProjectRole.Operator, new AuditedAct(what, Run.Id.ToString()), act, done, CancellationToken.None));
        return went;
    }

    private async Task BusyAsync(Func<Task> act)
    {
        _isBusy = true;
        try
        {
            await act();
        }
        finally
        {
            _isBusy = false;
        }
    }
}
