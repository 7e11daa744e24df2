namespace ElasticJobs.Web.Access;

/// <summary>A person with a local account, as the settings show it.</summary>
/// <param name="DisplayName">Empty: the name.</param>
/// <param name="IsAdmin">Of the console.</param>
/// <param name="IsDisabled">Can't sign in, and what is still open can do nothing.</param>
public sealed record Person(Guid Id, string Name, string DisplayName, bool IsAdmin, bool IsDisabled, DateTimeOffset CreatedAt);
