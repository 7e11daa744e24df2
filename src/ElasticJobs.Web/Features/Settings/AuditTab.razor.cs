using ElasticJobs.Core.Access;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Components;
using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Features.Settings;

/// <summary>What was changed, when and by whom, for admins of the console. The filters stand in the address.</summary>
public sealed partial class AuditTab
{
    private IReadOnlyList<AuditEntry> _entries = [];
    private string? _next;
    private (string? Person, string? Project)? _shown;

    [CascadingParameter]
    private ProjectView Project { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "person")]
    private string? Person { get; set; }

    [SupplyParameterFromQuery(Name = "project")]
    private string? ProjectFilter { get; set; }

    [Inject]
    private IAuditStore Store { get; set; } = null!;

    [Inject]
    private IProjectAccess Access { get; set; } = null!;

    [Inject]
    private Acts Acts { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override async Task OnParametersSetAsync()
    {
        if (_shown != (Person, ProjectFilter))
        {
            _shown = (Person, ProjectFilter);
            (_entries, _next) = ([], null);
            await MoreAsync();
        }
    }

    private Task<bool> MoreAsync() => Acts.TryAsync(
        async () =>
        {
            await Access.RequireConsoleAdminAsync(Project.User, CancellationToken.None);
            var page = await Store.ListAsync(new AuditQuery(Filter(Person), Filter(ProjectFilter), _next), CancellationToken.None);
            (_entries, _next) = ([.. _entries, .. page.Entries], page.NextCursor);
        },
        null);

    private void Go(string? person, string? project) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters("/settings/audit", new Dictionary<string, object?> { ["person"] = person, ["project"] = project }), replace: true);

    /// <summary>What an older or newer console wrote may have no words here.</summary>
    private string ActOf(AuditEntry entry) => T[$"Act_{entry.Act}"] is { ResourceNotFound: false } words ? words.Value : entry.Act;

    private static string? Filter(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string? Text(ChangeEventArgs input) => Filter(input.Value?.ToString());
}
