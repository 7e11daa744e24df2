using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace ElasticJobs.Web.Components;

public sealed partial class MainLayout
{
    private static readonly (string Href, string Icon, string Text)[] Links =
    [
        ("/", "house", "NavOverview"),
        ("/pipelines", "workflow", "NavPipelines"),
        ("/runs", "history", "NavRuns"),
        ("/services", "layers", "NavServices"),
        ("/settings", "settings", "NavSettings"),
    ];

    private ErrorBoundary? _boundary;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    protected override void OnParametersSet() => _boundary?.Recover();

    private void Recover() => _boundary?.Recover();
}
