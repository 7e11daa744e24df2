using System.Runtime.CompilerServices;
using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Projects;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Components;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ElasticJobs.Web.Features.Projects;

/// <summary>Projects and their places, for admins of the console. What is open stands in the address; states and quotas are looked at every two seconds.</summary>
public sealed partial class ProjectsTab
{
    /// <summary>No project's name: names begin with a letter.</summary>
    private const string NewName = "-";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, PlaceUse> _use = new(StringComparer.Ordinal);
    private IReadOnlyList<Project> _projects = [];
    private ProjectDraft? _draft;
    private Project? _secretsOf;
    private (string? Edit, string? Secrets)? _shown;

    [CascadingParameter]
    private ProjectView Project { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "edit")]
    private string? Edit { get; set; }

    [SupplyParameterFromQuery(Name = "secrets")]
    private string? Secrets { get; set; }

    [Inject]
    private IProjectStore Store { get; set; } = null!;

    [Inject]
    private IProjectPlaces Places { get; set; } = null!;

    [Inject]
    private ProjectDirectory Directory { get; set; } = null!;

    [Inject]
    private IProjectAccess Access { get; set; } = null!;

    [Inject]
    private AuditLog Audit { get; set; } = null!;

    [Inject]
    private Acts Acts { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        if (await Acts.TryAsync(LoadAsync, null))
        {
            await FollowAsync(LookAsync, _ => true, TimeSpan.FromMilliseconds(500), static () => false);
        }
    }

    protected override void OnParametersSet()
    {
        if (_shown == (Edit, Secrets) || _projects.Count == 0)
            return;
        _shown = (Edit, Secrets);
        Open();
    }

    private void Open()
    {
        var edited = _projects.FirstOrDefault(project => project.Name == Edit);
        _draft = Edit == NewName ? new ProjectDraft { IsNew = true } : edited is null ? null : ProjectDraft.Of(edited);
        _secretsOf = _projects.FirstOrDefault(project => project.Name == Secrets);
    }

    private async Task LoadAsync()
    {
        await Access.RequireConsoleAdminAsync(Project.User, CancellationToken.None);
        _projects = await Store.ListAsync(CancellationToken.None);
        _shown = (Edit, Secrets);
        Open();
    }

    private async IAsyncEnumerable<bool> LookAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var projects = await Store.ListAsync(cancellationToken);
            await InvokeAsync(() => _projects = projects);
            foreach (var project in Places.AreThere ? projects : [])
                await ReadUseAsync(project, cancellationToken);
            yield return true;
            await Task.Delay(Interval, Time, cancellationToken);
        }
    }

    private async Task ReadUseAsync(Project project, CancellationToken cancellationToken)
    {
        try
        {
            var use = project.HasNamespace || project.Place is { PullSecrets.Count: > 0 } ? await Places.ReadUseAsync(project, cancellationToken) : new PlaceUse([], []);
            await InvokeAsync(() => _use[project.Name] = use);
        }
        catch (RefusedException)
        {
            // The state says why.
            await InvokeAsync(() => _use.Remove(project.Name));
        }
    }

    private async Task SaveAsync()
    {
        var draft = _draft!;
        try
        {
            await Access.RequireConsoleAdminAsync(Project.User, CancellationToken.None);
            var put = await Directory.PutAsync(draft.Name, draft.Description, draft.Place, draft.IsNew, CancellationToken.None);
            await Audit.AddAsync(Project.User, put.Name, new AuditedAct(AuditActs.ProjectPut, put.Name, ProjectWords.Place(put.Place)));
            await Acts.TryAsync(LoadAsync, T["Saved", put.Name]);
            Go(null, null);
        }
        catch (RefusedException refused) when (refused.Problems.Count > 0)
        {
            draft.Problems = refused.Problems;
        }
        catch (RefusedException refused)
        {
            Acts.Tell(refused);
        }
    }

    private async Task DeleteAsync(Project project)
    {
        var options = new ConfirmOptions { OkButtonText = Common["Delete"], CancelButtonText = Common["Cancel"] };
        if (await Dialogs.Confirm(T[project.HasNamespace ? "DeleteSureNamespace" : "DeleteSure", project.Name, project.Place?.Namespace ?? ""], T["DeleteTitle"], options) == true)
            await ActAsync(project.Name, AuditActs.ProjectDelete, null, () => Directory.DeleteAsync(project.Name, withNamespace: false, CancellationToken.None), T["Deleted", project.Name]);
    }

    private Task<bool> SaveSecretAsync(string name, PullSecret secret) =>
        ActAsync(_secretsOf!.Name, AuditActs.PullSecretPut, name, () => Directory.PutPullSecretAsync(_secretsOf.Name, name, secret, CancellationToken.None), T["SecretSaved", name]);

    private async Task DeleteSecretAsync(string name)
    {
        var options = new ConfirmOptions { OkButtonText = Common["Delete"], CancelButtonText = Common["Cancel"] };
        if (await Dialogs.Confirm(T["DeleteSecretSure", name, _secretsOf!.Name], T["DeleteSecretTitle"], options) == true)
            await ActAsync(_secretsOf.Name, AuditActs.PullSecretDelete, name, () => Directory.DeletePullSecretAsync(_secretsOf.Name, name, CancellationToken.None), T["SecretDeleted", name]);
    }

    private Task<bool> ActAsync(string project, string what, string? detail, Func<Task> act, string done) => Acts.TryAsync(
        async () =>
        {
            await Access.RequireConsoleAdminAsync(Project.User, CancellationToken.None);
            await act();
            await Audit.AddAsync(Project.User, project, new AuditedAct(what, project, detail));
            await LoadAsync();
            if (_projects.FirstOrDefault(each => each.Name == project) is { } changed && Places.AreThere)
                await ReadUseAsync(changed, CancellationToken.None);
        },
        done);

    private PlaceName? NameOf(Project project)
    {
        try
        {
            return Places.NameOf(project);
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    private void Go(string? edit, string? secrets) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters("/settings/projects", new Dictionary<string, object?> { ["edit"] = edit, ["secrets"] = secrets }));

    private static string Address(string what, string project) => $"/settings/projects?{what}={project}";

    private static string StateClass(PlacePhase phase) => phase switch { PlacePhase.Ready => "succeeded", PlacePhase.Failed => "failed", _ => "running" };

    private static string StateIcon(PlacePhase phase) => StateIcons.For(phase switch { PlacePhase.Ready => "Succeeded", PlacePhase.Failed => "Failed", _ => "Running" });
}
