using System.Security.Claims;
using ElasticJobs.Core.Access;

namespace ElasticJobs.Web.Access;

/// <summary>The project that pages show and what the person may do in it, as known when the page was opened. Acts ask <see cref="IProjectAccess"/> again.</summary>
public sealed record ProjectView(string Name, ProjectRole Role, bool IsConsoleAdmin, ClaimsPrincipal User)
{
    public string UserName => User.Identity?.Name ?? "unknown";

    public bool CanEdit => Role >= ProjectRole.Editor;

    public bool CanOperate => Role >= ProjectRole.Operator;

    public bool CanAdminister => Role >= ProjectRole.Admin;
}
