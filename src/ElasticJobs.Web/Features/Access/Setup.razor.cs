using ElasticJobs.Core.Access;
using ElasticJobs.Storage.Access;
using ElasticJobs.Web.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace ElasticJobs.Web.Features.Access;

/// <summary>Where the one-time link of the first start leads: makes the first admin and signs in.</summary>
public sealed partial class Setup
{
    private readonly List<string> _errors = [];
    private bool _valid;

    [Inject]
    internal FirstStart FirstStart { get; set; } = null!;

    [Inject]
    private UserManager<AppUser> Users { get; set; } = null!;

    [Inject]
    private SignInManager<AppUser> SignInManager { get; set; } = null!;

    [Inject]
    private AuditLog Audit { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromForm(Name = nameof(Input))]
    private SetupForm? Form { get; set; }

    private SetupForm Input => Form ??= new();

    [SupplyParameterFromQuery(Name = "code")]
    private string? Code { get; set; }

    protected override void OnInitialized() => _valid = FirstStart.IsRight(Code);

    private async Task CreateAdminAsync()
    {
        if (Input.Password != Input.Again)
        {
            _errors.Add(T["PasswordsDiffer"]);
            return;
        }

        if (Code is null || !FirstStart.TryTake(Code))
        {
            _valid = false;
            return;
        }

        var user = new AppUser { UserName = Input.Name.Trim(), IsAdmin = true, CreatedAt = Time.GetUtcNow() };
        var result = await Users.CreateAsync(user, Input.Password);
        if (!result.Succeeded)
        {
            FirstStart.Return(Code);
            _errors.AddRange(result.Errors.Select(error => error.Description));
            return;
        }

        await Audit.AddAsync(user.UserName, null, null, new AuditedAct(AuditActs.UserAdd, user.UserName, "admin"));
        await SignInManager.SignInAsync(user, isPersistent: true);
        Navigation.NavigateTo("/");
    }
}

/// <summary>What the form of the setup page posts.</summary>
public sealed class SetupForm
{
    public string Name { get; set; } = "admin";

    public string Password { get; set; } = "";

    public string Again { get; set; } = "";
}
