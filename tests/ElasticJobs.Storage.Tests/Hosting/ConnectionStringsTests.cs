using ElasticJobs.Storage.Database;
using Npgsql;

namespace ElasticJobs.Storage.Tests.Hosting;

public sealed class ConnectionStringsTests
{
    [Theory]
    [InlineData(null, "/data/elasticjobs.db")]
    [InlineData("  ", "/data/elasticjobs.db")]
    [InlineData("Data Source=my.db", "/data/my.db")]
    [InlineData("DataSource=/var/x.db;Cache=Private", "/var/x.db")]
    [InlineData("Filename=../x.db", "/x.db")]
    public void Read_NoneOrAFile_IsSqlite(string? text, string file)
    {
        var target = Read(text);

        Assert.Equal((DatabaseProvider.Sqlite, file), (target.Provider, target.File));
        Assert.Contains($"Data Source={file}", target.ConnectionString, StringComparison.Ordinal);
        Assert.Contains("Foreign Keys=True", target.ConnectionString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=db;Port=5433;Database=jobs;Username=me;Password=p@ss")]
    [InlineData("Server=db;Port=5433;Database=jobs;User Id=me;Password=p@ss")]
    [InlineData("postgres://me:p%40ss@db:5433/jobs")]
    [InlineData("PostgreSQL://me:p%40ss@db:5433/jobs?sslmode=require&Pooling=true")]
    public void Read_PairsOrUrl_IsPostgres(string text)
    {
        var target = Read(text);

        var builder = new NpgsqlConnectionStringBuilder(target.ConnectionString);
        Assert.Equal(DatabaseProvider.Postgres, target.Provider);
        Assert.Equal(("db", 5433, "jobs", "me", "p@ss"), (builder.Host, builder.Port, builder.Database, builder.Username, builder.Password));
        Assert.Equal(text.Contains("sslmode", StringComparison.Ordinal), builder.SslMode == SslMode.Require);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Host=;Password=hunter2")]
    [InlineData("Host=db;Passwort=hunter2")]
    [InlineData("Host=db;Port=hunter2")]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=x;Mode=Memory")]
    [InlineData("Data Source=x;Password2=hunter2")]
    [InlineData("Database=jobs;Username=me;Password=hunter2")]
    [InlineData("postgres://me:hunter2@[/jobs")]
    [InlineData("postgres://me:hunter2@db/jobs?nosuch=1")]
    public void Read_BadString_NamesSettingAndRemedyButNoSecret(string text)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Read(text));

        Assert.Contains("ConnectionStrings:ElasticJobs", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Give a PostgreSQL string", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refusal.Message, StringComparison.Ordinal);
    }

    private static DatabaseTarget Read(string? text) => ConnectionStrings.Read(new StorageOptions { DataDirectory = "/data", ConnectionString = text });
}
