namespace ElasticJobs.Storage;

/// <summary>Where the console keeps its data.</summary>
public sealed record StorageOptions
{
    /// <summary>Name of the setting that <see cref="ConnectionString"/> comes from; errors name it.</summary>
    public const string ConnectionStringSetting = "ConnectionStrings:ElasticJobs";

    /// <summary>Directory of the SQLite database, made if need be. A relative <c>Data Source</c> is taken from here too.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// PostgreSQL (<c>Host=...;Database=...</c> or <c>postgres://user@host/database</c>) or SQLite (<c>Data Source=file</c>).
    /// Null or empty: SQLite in <c>elasticjobs.db</c> of <see cref="DataDirectory"/>, so that a first start needs no settings.
    /// </summary>
    public string? ConnectionString { get; init; }

    /// <summary>How long points of the resource charts are kept. 30 days: about 170,000 points of a task that never ends.</summary>
    public TimeSpan SampleRetention { get; init; } = TimeSpan.FromDays(30);
}
