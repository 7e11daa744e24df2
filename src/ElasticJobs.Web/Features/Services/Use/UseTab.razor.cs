using ElasticJobs.Core.Access;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Components;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ElasticJobs.Web.Features.Services.Use;

public sealed partial class UseTab
{
    private IReadOnlyList<(ServiceToken Token, string? Secret)> _tokens = [];
    private UseSnippets _snippets = null!;
    private string _language = UseSnippets.Languages[0];
    private string? _shown;
    private string _name = "";

    [CascadingParameter]
    private ProjectView Project { get; set; } = null!;

    [Parameter, EditorRequired]
    public required Deployment Service { get; set; }

    [Inject]
    private IDeploymentService Services { get; set; } = null!;

    [Inject]
    private IProjectAccess Access { get; set; } = null!;

    [Inject]
    private Acts Acts { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override Task OnInitializedAsync()
    {
        _snippets = new UseSnippets(Navigation.BaseUri, Service);
        return Project.CanOperate ? LoadAsync() : Task.CompletedTask;
    }

    private Task<bool> LoadAsync() => Acts.TryAsync(
        async () =>
        {
            await Access.RequireAsync(Project.User, Project.Name, ProjectRole.Operator, CancellationToken.None);
            _tokens = await Services.ListTokensAsync(Project.Name, Service.Name, CancellationToken.None);
        },
        null);

    private async Task AddAsync()
    {
        // An existing one would be renewed, which is asked for elsewhere.
        var name = _name.Trim();
        if (_tokens.Any(pair => pair.Token.Name == name))
            await RenewAsync(name);
        else if (await PutAsync(name, T["TokenMade", name]))
            _name = "";
    }

    private async Task RenewAsync(string name)
    {
        if (await IsSureAsync(T[name == ServiceToken.DefaultName ? "RenewDefaultSure" : "RenewSure", name], T["Renew"]))
            await PutAsync(name, T["Renewed", name]);
    }

    private async Task<bool> PutAsync(string name, string done)
    {
        var isMade = await ActAsync(AuditActs.ServiceTokenPut, name, cancellationToken => Services.PutTokenAsync(Project.Name, Service.Name, name, Project.UserName, cancellationToken), done);
        if (isMade)
            _shown = name;
        return isMade;
    }

    private async Task RemoveAsync(string name)
    {
        if (await IsSureAsync(T["RemoveTokenSure", name], Common["Delete"]))
            await ActAsync(AuditActs.ServiceTokenDelete, name, cancellationToken => Services.DeleteTokenAsync(Project.Name, Service.Name, name, cancellationToken), T["TokenRemoved", name]);
    }

    private async Task<bool> IsSureAsync(string message, string act) =>
        await Dialogs.Confirm(message, T["Tokens"], new ConfirmOptions { OkButtonText = act, CancelButtonText = Common["Cancel"] }) == true;

    private async Task<bool> ActAsync(string what, string token, Func<CancellationToken, Task> act, string done)
    {
        var went = await Acts.TryAsync(Project, ProjectRole.Editor, new AuditedAct(what, Service.Name, token), act, done, CancellationToken.None);
        await LoadAsync();
        return went;
    }
}
