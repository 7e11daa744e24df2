using ElasticJobs.Core.Access;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Components;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace ElasticJobs.Web.Features.Settings;

/// <summary>Service tokens for programs: the CLI, scripts and CI.</summary>
public sealed partial class TokensTab
{
    private static readonly int[] Lifetimes = [7, 30, 90, 365, 0];
    private IReadOnlyList<ApiToken> _tokens = [];
    private string _name = "";
    private ProjectRole _role = ProjectRole.Operator;
    private bool _everywhere;
    private int _days = 90;
    private ApiToken? _made;
    private string? _secret;

    [CascadingParameter]
    private ProjectView Project { get; set; } = null!;

    [Inject]
    private TokenIssuing Issuing { get; set; } = null!;

    [Inject]
    private Acts Acts { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    protected override Task OnInitializedAsync() => LoadAsync();

    private Task<bool> LoadAsync() => Acts.TryAsync(async () => _tokens = await Issuing.ListAsync(Project.User, Project.Name, CancellationToken.None), null);

    private bool IsOver(ApiToken token) => token.RevokedAt is not null || token.ExpiresAt <= Time.GetUtcNow();

    private async Task CreateAsync()
    {
        var made = await Acts.TryAsync(
            async () => (_made, _secret) = await Issuing.CreateAsync(
                Project.User, Project.Name, _name, _role, _everywhere ? null : Project.Name, _days == 0 ? null : TimeSpan.FromDays(_days), CancellationToken.None),
            null);
        if (made)
        {
            _name = "";
            await LoadAsync();
        }
    }

    private async Task RevokeAsync(ApiToken token)
    {
        if (await Dialogs.Confirm(T["RevokeSure", token.Name], T["RevokeTitle"], new ConfirmOptions { OkButtonText = T["Revoke"], CancelButtonText = Common["Cancel"] }) == true)
        {
            await Acts.TryAsync(() => Issuing.RevokeAsync(Project.User, Project.Name, token.Id, CancellationToken.None), T["TokenRevoked", token.Name]);
            await LoadAsync();
        }
    }
}
