namespace ElasticJobs.Web.Features.Editor.Parts;

/// <summary>Templates' icon names as names of the sprite; the canvas has a table of its own.</summary>
internal static class TemplateIcons
{
    public static string For(string? icon) => icon switch
    {
        "shell" => "square-terminal",
        "python" => "code-xml",
        "image" => "container",
        "distributed" => "layers",
        "resource" => "boxes",
        "queue" => "list",
        "pipeline" => "workflow",
        "database" => "database",
        _ => "box",
    };
}
