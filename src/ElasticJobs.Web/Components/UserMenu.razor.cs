using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Components;

public sealed partial class UserMenu
{
    private static readonly (string Value, string Icon)[] Themes = [("light", "sun"), ("dark", "moon"), ("system", "monitor")];

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private string Preference(string name, string value) =>
        $"/preferences/{name}?value={value}&return={Uri.EscapeDataString("/" + Navigation.ToBaseRelativePath(Navigation.Uri))}";
}
