using Microsoft.AspNetCore.Identity;

namespace ElasticJobs.Storage.Access;

/// <summary>A person with a local account.</summary>
public sealed class AppUser : IdentityUser<Guid>
{
    /// <summary>What others read. Empty: the sign-in name.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>May do everything in every project, and everything in the settings.</summary>
    public bool IsAdmin { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Of the console's texts, e.g. <c>zh-Hans</c>. Null: what the browser asks for.</summary>
    public string? Culture { get; set; }
}
