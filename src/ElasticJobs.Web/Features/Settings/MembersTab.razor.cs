using ElasticJobs.Core.Access;
using ElasticJobs.Core.Projects;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Components;
using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Features.Settings;

/// <summary>Who may do what in the project. Admins of the console may do everything and need no entry.</summary>
public sealed partial class MembersTab
{
    private static readonly ProjectRole[] Roles = Enum.GetValues<ProjectRole>();
    private IReadOnlyList<ProjectMember> _members = [];
    private IReadOnlyList<Person> _candidates = [];
    // A choice that was refused shows what holds again only when its list is made anew.
    private int _round;
    private string _user = "";
    private ProjectRole _role = ProjectRole.Operator;

    [CascadingParameter]
    private ProjectView Project { get; set; } = null!;

    [Inject]
    private IProjectStore Projects { get; set; } = null!;

    [Inject]
    private UserDirectory Users { get; set; } = null!;

    [Inject]
    private Acts Acts { get; set; } = null!;

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        _members = [.. (await Projects.ListMembersAsync(Project.Name, CancellationToken.None)).OrderBy(member => member.User, StringComparer.OrdinalIgnoreCase)];
        var known = _members.Select(member => member.User).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _candidates = [.. (await Users.ListAsync(CancellationToken.None)).Where(person => !person.IsAdmin && !known.Contains(person.Name))];
    }

    private async Task AddAsync()
    {
        if (_user.Length > 0)
        {
            await SetAsync(_user, _role);
            _user = "";
        }
    }

    private async Task SetAsync(string user, ProjectRole? role)
    {
        await Acts.TryAsync(
            Project,
            ProjectRole.Admin,
            new AuditedAct(AuditActs.MemberSet, user, role?.ToString()),
            cancellationToken => Projects.SetMemberAsync(Project.Name, user, role, cancellationToken),
            role is { } given ? T["MemberSet", user, T[$"Role_{given}"].Value] : T["MemberRemoved", user],
            CancellationToken.None);
        _round++;
        await LoadAsync();
    }
}
