using ElasticJobs.Core.Projects;
using ElasticJobs.Web.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace ElasticJobs.Web.Components;

public sealed partial class ProjectGate
{
    private const string ProjectName = Project.DefaultName;
    private ProjectView? _view;
    private bool _asked;
    private string _userName = "";

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    private IProjectAccess Access { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        var user = (await Authentication).User;
        _userName = user.Name();
        var role = await Access.FindRoleAsync(user, ProjectName, CancellationToken.None);
        if (role is { } known)
        {
            _view = new ProjectView(ProjectName, known, await Access.IsConsoleAdminAsync(user, CancellationToken.None), user);
        }

        _asked = true;
    }
}
