namespace ElasticJobs.Storage.Database;

internal enum DatabaseProvider
{
    Sqlite,
    Postgres,
}

/// <summary>The database that the settings name, checked.</summary>
/// <param name="File">Absolute path of the SQLite database. Null: PostgreSQL.</param>
internal sealed record DatabaseTarget(DatabaseProvider Provider, string ConnectionString, string? File = null)
{
    public bool IsSqlite => Provider == DatabaseProvider.Sqlite;
}
