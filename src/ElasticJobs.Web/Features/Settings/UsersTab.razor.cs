using ElasticJobs.Core.Access;
using ElasticJobs.Core.Projects;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Components;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ElasticJobs.Web.Features.Settings;

/// <summary>Local accounts, for admins of the console alone: each act asks again whether the person is one.</summary>
public sealed partial class UsersTab
{
    private IReadOnlyList<Person> _people = [];
    private string _name = "";
    private string _displayName = "";
    private string _password = "";
    private bool _isAdmin;
    // A box that was ticked in vain shows what holds again only when it is made anew.
    private int _round;
    private Guid? _resetting;
    private string _newPassword = "";

    [CascadingParameter]
    private ProjectView Project { get; set; } = null!;

    [Inject]
    private UserDirectory Users { get; set; } = null!;

    [Inject]
    private IProjectAccess Access { get; set; } = null!;

    [Inject]
    private AuditLog Audit { get; set; } = null!;

    [Inject]
    private IProjectStore Projects { get; set; } = null!;

    [Inject]
    private Acts Acts { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    protected override Task OnInitializedAsync() => LoadAsync();

    private Task<bool> LoadAsync() => Acts.TryAsync(
        async () =>
        {
            await Access.RequireConsoleAdminAsync(Project.User, CancellationToken.None);
            _people = await Users.ListAsync(CancellationToken.None);
        },
        null);

    private async Task AddAsync()
    {
        if (await ActAsync(new AuditedAct(AuditActs.UserAdd, _name.Trim(), _isAdmin ? "admin" : null), () => Users.AddAsync(_name, _displayName, _password, _isAdmin), T["UserAdded", _name.Trim()]))
        {
            (_name, _displayName, _password, _isAdmin) = ("", "", "", false);
        }
    }

    private async Task ResetAsync(Person person)
    {
        if (await ActAsync(new AuditedAct(AuditActs.UserPassword, person.Name), () => Users.ResetPasswordAsync(person.Id, _newPassword), T["PasswordReset", person.Name]))
        {
            (_resetting, _newPassword) = (null, "");
        }
    }

    private async Task DeleteAsync(Person person)
    {
        if (await Dialogs.Confirm(T["DeleteUserSure", person.Name], T["DeleteUserTitle"], new ConfirmOptions { OkButtonText = Common["Delete"], CancelButtonText = Common["Cancel"] }) == true)
        {
            await ActAsync(new AuditedAct(AuditActs.UserDelete, person.Name), () => Users.DeleteAsync(person.Id, Projects, CancellationToken.None), T["UserDeleted", person.Name]);
        }
    }

    private async Task<bool> ActAsync(AuditedAct what, Func<Task> act, string done)
    {
        var went = await Acts.TryAsync(
            async () =>
            {
                await Access.RequireConsoleAdminAsync(Project.User, CancellationToken.None);
                await act();
                await Audit.AddAsync(Project.User, null, what);
            },
            done);
        _round++;
        await LoadAsync();
        return went;
    }
}
