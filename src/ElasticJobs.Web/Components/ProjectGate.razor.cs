using ElasticJobs.Core.Projects;
using ElasticJobs.Web.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;

namespace ElasticJobs.Web.Components;

/// <summary>Takes the project from the address and keeps it there: links within the console need not name it.</summary>
public sealed partial class ProjectGate : IDisposable
{
    private ProjectView? _view;
    private bool _asked;
    private string _userName = "";
    private string _project = "";
    private IDisposable? _links;

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    private IProjectAccess Access { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += OnLocationChanged;
        _links = Navigation.RegisterLocationChangingHandler(KeepProject);
        await ShowAsync();
    }

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _links?.Dispose();
    }

    private async Task ShowAsync()
    {
        _project = ProjectAddress.Of(Navigation.Uri);
        var project = _project;
        var user = (await Authentication).User;
        _userName = user.Name();
        var role = await Access.FindRoleAsync(user, project, CancellationToken.None);
        var view = role is { } known ? new ProjectView(project, known, await Access.IsConsoleAdminAsync(user, CancellationToken.None), user) : null;
        if (project == _project)
        {
            (_view, _asked) = (view, true);
        }
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change)
    {
        if (ProjectAddress.Of(change.Location) != _project)
        {
            _ = InvokeAsync(async () =>
            {
                await ShowAsync();
                StateHasChanged();
            });
        }
    }

    private ValueTask KeepProject(LocationChangingContext leaving)
    {
        var target = Navigation.ToAbsoluteUri(leaving.TargetLocation).AbsoluteUri;
        // An address that names none means the default one.
        if (!ProjectAddress.IsSaid(target) && ProjectAddress.Of(Navigation.Uri) != Project.DefaultName && target.StartsWith(Navigation.BaseUri, StringComparison.Ordinal))
        {
            leaving.PreventNavigation();
            Navigation.NavigateTo(ProjectAddress.With(target, _project), new NavigationOptions { HistoryEntryState = leaving.HistoryEntryState });
        }

        return ValueTask.CompletedTask;
    }
}
