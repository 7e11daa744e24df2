namespace ElasticJobs.Core.Access;

/// <summary>Somebody changed something, and it went well.</summary>
/// <param name="Actor">A person's name, or <c>token:NAME</c>.</param>
/// <param name="Token">The service token that it came with. Null: a person on the pages.</param>
/// <param name="Project">Null: of the console as a whole.</param>
/// <param name="Act">One of <see cref="AuditActs"/>; stable.</param>
/// <param name="Target">What was changed: a pipeline's name, a run's id, a user. Null: the act says it.</param>
/// <param name="Detail">Short, and never a secret. Null: nothing to add.</param>
public sealed record AuditEntry(Guid Id, DateTimeOffset At, string Actor, Guid? Token, string? Project, string Act, string? Target, string? Detail)
{
    public const int LongestText = 300;
}

/// <param name="Actor">Null: anyone.</param>
/// <param name="Project">Null: any, and what belongs to none.</param>
/// <param name="Cursor">Of the page before. Null: the first page.</param>
/// <param name="Limit">1 to 500.</param>
public sealed record AuditQuery(string? Actor = null, string? Project = null, string? Cursor = null, int Limit = 50);

/// <param name="NextCursor">Null: the last page.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, string? NextCursor);

/// <summary>What was changed, when and by whom. Entries are only ever added.</summary>
public interface IAuditStore
{
    /// <summary>Durable when it returns. Target and detail are cut at <see cref="AuditEntry.LongestText"/> characters.</summary>
    Task AddAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<AuditPage> ListAsync(AuditQuery query, CancellationToken cancellationToken);
}
