using Npgsql;

namespace ElasticJobs.Storage.Database;

/// <summary><c>postgres://user:password@host:port/database?key=value</c>, as libpq reads it. Keys are Npgsql's, and libpq's <c>sslmode</c> and <c>application_name</c>.</summary>
internal static class PostgresUrl
{
    private const int DefaultPort = 5432;

    public static bool IsOne(string text) =>
        text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    public static NpgsqlConnectionStringBuilder Read(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            throw new FormatException("It is no valid URL; characters such as @ : / # in a password are written %40 %3A %2F %23.");
        }

        var user = url.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.Port > 0 ? url.Port : DefaultPort,
            Database = Text(url.AbsolutePath.Trim('/')),
            Username = Text(user[0]),
            Password = user.Length > 1 ? Text(user[1]) : null,
        };
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            builder[Key(Uri.UnescapeDataString(parts[0]))] = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        }

        return builder;
    }

    private static string? Text(string escaped) => escaped.Length == 0 ? null : Uri.UnescapeDataString(escaped);

    private static string Key(string key) => key.ToLowerInvariant() switch
    {
        "sslmode" => "SSL Mode",
        "application_name" => "Application Name",
        "connect_timeout" => "Timeout",
        _ => key,
    };
}
