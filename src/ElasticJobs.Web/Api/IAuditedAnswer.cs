namespace ElasticJobs.Web.Api;

/// <summary>An answer that knows what the audit log should say of it.</summary>
internal interface IAuditedAnswer
{
    /// <summary>Null: nothing was changed after all.</summary>
    string? AuditDetail { get; }
}
