namespace ElasticJobs.Web.Features.Editor.Parts;

/// <summary>Something that Ctrl+K finds.</summary>
/// <param name="Kind">task, template or action.</param>
public sealed record FindEntry(string Kind, string Name, string Title, string Icon);
