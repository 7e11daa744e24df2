namespace ElasticJobs.Storage.Writing;

/// <summary>A statement with its values. Enums are given as text.</summary>
internal sealed record SqlCall(SqlStatement Statement, object?[] Values)
{
    /// <summary>If the statement changes no row, the whole write is refused with this. Null: that is fine.</summary>
    public Func<Exception>? Otherwise { get; init; }
}
