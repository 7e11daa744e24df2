using ElasticJobs.Storage.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace ElasticJobs.Web.Features.Access;

/// <summary>A static page: the cookie is set by its own answer, before any circuit exists.</summary>
public sealed partial class SignIn
{
    private string? _error;

    [Inject]
    private SignInManager<AppUser> SignInManager { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromForm(Name = nameof(Input))]
    private SignInForm? Form { get; set; }

    private SignInForm Input => Form ??= new();

    [SupplyParameterFromQuery(Name = "return")]
    private string? ReturnUrl { get; set; }

    private async Task SignInAsync()
    {
        var result = await SignInManager.PasswordSignInAsync(Input.Name.Trim(), Input.Password, isPersistent: true, lockoutOnFailure: true);
        if (result.Succeeded)
        {
            Navigation.NavigateTo(LocalUrl(ReturnUrl));
            return;
        }

        _error = result.IsLockedOut ? T["LockedOut"] : T["WrongPassword"];
    }

    /// <summary>Only addresses of this console: a link in a mail must not lead elsewhere after sign-in.</summary>
    internal static string LocalUrl(string? url) =>
        url is ['/'] or ['/', not ('/' or '\\'), ..] && !url.Any(char.IsControl) ? url : "/";
}

/// <summary>What the form of the sign-in page posts.</summary>
public sealed class SignInForm
{
    public string Name { get; set; } = "";

    public string Password { get; set; } = "";
}
