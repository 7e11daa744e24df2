namespace ElasticJobs.Storage.Writing;

/// <summary>What a parameter is, so that each database gets it in its own form.</summary>
internal enum SqlType
{
    Text,
    Whole,
    Real,
    Id,
    Time,
    Bytes,
}

/// <summary>A statement in the SQL that SQLite and PostgreSQL share, prepared once a connection. Compared by reference: make it once, statically.</summary>
/// <param name="text">Parameters are <c>$1</c>, <c>$2</c>...</param>
/// <param name="types">Of the parameters, in order. PostgreSQL can't tell them from nulls.</param>
internal sealed class SqlStatement(string text, params SqlType[] types)
{
    public string Text { get; } = text;

    public IReadOnlyList<SqlType> Types { get; } = types;

    public SqlCall With(params object?[] values) => new(this, values);
}
