using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Web.Access;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ElasticJobs.Web.Features.Services.Document;

public sealed partial class DocumentEditor
{
    private RefusedException? _refused;
    private bool _isBusy;

    [CascadingParameter]
    private ProjectView Project { get; set; } = null!;

    [Parameter, EditorRequired]
    public required ServiceDraft Draft { get; set; }

    /// <summary>What is deployed. Null: nothing yet.</summary>
    [Parameter]
    public Deployment? Current { get; set; }

    [Parameter]
    public EventCallback<Deployment> OnSaved { get; set; }

    [Inject]
    private IDeploymentService Services { get; set; } = null!;

    [Inject]
    private IProjectAccess Access { get; set; } = null!;

    [Inject]
    private AuditLog Audit { get; set; } = null!;

    [Inject]
    private NotificationService Notifications { get; set; } = null!;

    private void Type(string text)
    {
        _refused = null;
        Draft.Type(text);
    }

    private async Task SaveAsync()
    {
        if (!Draft.CanSave || _isBusy)
            return;
        (_refused, _isBusy) = (null, true);
        try
        {
            await Access.RequireAsync(Project.User, Project.Name, ProjectRole.Editor, CancellationToken.None);
            var saved = (await Services.PutAsync(Project.Name, Draft.Name, Draft.Text, Draft.Version, Project.UserName, CancellationToken.None)).Deployment;
            await Audit.AddAsync(Project.User, Project.Name, new AuditedAct(AuditActs.ServicePut, saved.Name));
            Draft.Saved(saved);
            Notifications.Notify(new NotificationMessage { Severity = NotificationSeverity.Success, Summary = T["Saved", saved.Name, saved.Version], Duration = 4000 });
            await OnSaved.InvokeAsync(saved);
        }
        catch (RefusedException refused)
        {
            _refused = refused;
            if (refused.Kind == RefusalKind.Conflict && Draft.Name is { } name && await Services.FindAsync(Project.Name, name, CancellationToken.None) is { } there && Draft.Follow(there))
                _refused = null;
        }
        finally
        {
            _isBusy = false;
        }
    }
}
