using ElasticJobs.Core.Projects;
using Microsoft.AspNetCore.WebUtilities;

namespace ElasticJobs.Web.Access;

/// <summary>Which project pages show stands in the address, as <c>?in=NAME</c>. Without it: the default one.</summary>
internal static class ProjectAddress
{
    public const string Parameter = "in";

    /// <param name="uri">Absolute.</param>
    public static string Of(string uri) => Find(uri) ?? Project.DefaultName;

    /// <summary>Whether the address says so itself.</summary>
    public static bool IsSaid(string uri) => Find(uri) is not null;

    /// <summary>The address for another project, or for one at all.</summary>
    public static string With(string address, string project)
    {
        var hash = address.IndexOf('#', StringComparison.Ordinal);
        var (page, rest) = hash < 0 ? (address, "") : (address[..hash], address[hash..]);
        return QueryHelpers.AddQueryString(page, Parameter, project) + rest;
    }

    /// <summary>Where to go from a page when another project is chosen: to the list that the page belongs to, since what it shows is not in the other project.</summary>
    /// <param name="path">Relative to the console's root, e.g. <c>runs/0192?task=x</c>.</param>
    public static string Switch(string path, string project)
    {
        var first = path.Split('?', '#')[0];
        var area = first.Split('/')[0];
        return With(area == "settings" ? $"/{first}" : $"/{area}", project);
    }

    private static string? Find(string uri)
    {
        var query = uri.Split('#')[0].Split('?', 2) is [_, var text] ? text : "";
        return QueryHelpers.ParseQuery(query).TryGetValue(Parameter, out var value) && value.ToString() is { Length: > 0 } name ? name : null;
    }
}
