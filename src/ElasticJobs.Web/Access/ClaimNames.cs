namespace ElasticJobs.Web.Access;

/// <summary>Claims beyond the framework's own.</summary>
internal static class ClaimNames
{
    /// <summary>Id of the service token that a request came with.</summary>
    public const string Token = "ej:token";

    /// <summary>Project that the token is bound to; absent: every project.</summary>
    public const string TokenProject = "ej:token-project";

    /// <summary>A <see cref="Core.Access.ProjectRole"/>.</summary>
    public const string TokenRole = "ej:token-role";
}
