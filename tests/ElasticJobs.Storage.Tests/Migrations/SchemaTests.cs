using ElasticJobs.Storage.Database;
using ElasticJobs.Storage.Hosting;
using ElasticJobs.Storage.Tests.Databases;
using Microsoft.EntityFrameworkCore;

namespace ElasticJobs.Storage.Tests.Migrations;

/// <summary>The scripts are written by hand; the model is what the stores read through. They must say the same.</summary>
public sealed class SchemaTests
{
    private const string SqliteSchema = "SELECT type || ' ' || name || ': ' || sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\' ORDER BY 1";

    private const string PostgresSchema = """
        SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || coalesce(character_maximum_length::text, '') || ' ' || is_nullable || ' '
            || coalesce(column_default, '') || ' ' || is_identity || ' ' || coalesce(collation_name, '')
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\_\_EF%'
        UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '\_\_EF%'
        UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE '%\_\_EF%'
        ORDER BY 1
        """;

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Migrations_NewDatabase_MakeWhatTheModelSays(DatabaseKind kind)
    {
        await using var migrated = await TestDatabase.CreateAsync(kind);
        await using var made = await TestDatabase.CreateAsync(kind);
        await using var storage = await OpenStorage.OpenAsync(migrated);
        await using (var context = Context(made))
        {
            await context.Database.EnsureCreatedAsync();
        }

        var expected = await SchemaAsync(made, kind);

        Assert.True(expected.Count > 20);
        Assert.Equal(expected, await SchemaAsync(migrated, kind));
    }

    private static async Task<List<string>> SchemaAsync(TestDatabase database, DatabaseKind kind)
    {
        await using var context = Context(database);
        var lines = await context.Database.SqlQueryRaw<string>(kind == DatabaseKind.Sqlite ? SqliteSchema : PostgresSchema).ToListAsync();
        return [.. lines.Select(line => Sorted(string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))))];
    }

    /// <summary>SQLite keeps a table as the text that made it, to whose end later columns are added: the order of its parts says nothing.</summary>
    private static string Sorted(string line)
    {
        if (!line.StartsWith("table ", StringComparison.Ordinal))
            return line;
        var open = line.IndexOf('(', StringComparison.Ordinal);
        List<string> parts = [];
        var (start, depth) = (open + 1, 0);
        for (var i = open + 1; i < line.Length; i++)
        {
            if (depth == 0 && line[i] is ',' or ')')
            {
                parts.Add(line[start..i].Trim());
                start = i + 1;
            }

            depth += line[i] switch { '(' => 1, ')' => -1, _ => 0 };
        }

        return line[..open] + string.Join(", ", parts.Order(StringComparer.Ordinal));
    }

    private static ElasticJobsDbContext Context(TestDatabase database)
    {
        var builder = new DbContextOptionsBuilder<ElasticJobsDbContext>();
        StorageServiceCollectionExtensions.Configure(builder, ConnectionStrings.Read(database.Options));
        return new ElasticJobsDbContext(builder.Options);
    }
}
