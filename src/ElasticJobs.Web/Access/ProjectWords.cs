using ElasticJobs.Core.Projects;

namespace ElasticJobs.Web.Access;

internal static class ProjectWords
{
    /// <summary>Context and namespace, for the audit log. Null: as the settings say.</summary>
    public static string? Place(ProjectPlace? place) => place switch
    {
        { Context: { } context, Namespace: { } ns } => $"{context}/{ns}",
        { Namespace: { } ns } => ns,
        _ => null,
    };
}
