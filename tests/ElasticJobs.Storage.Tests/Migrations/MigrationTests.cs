using System.Reflection;
using ElasticJobs.Core.Projects;
using ElasticJobs.Storage.Migrations;
using ElasticJobs.Storage.Tests.Databases;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ElasticJobs.Storage.Tests.Migrations;

public sealed class MigrationTests
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Initialize_ManyProcessesAtOnce_AllFindTheirTables(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);

        var opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => OpenStorage.OpenAsync(database, TimeProvider.System))));

        foreach (var storage in opened)
        {
            Assert.Single(await storage.Get<IProjectStore>().ListAsync(CancellationToken.None));
            await storage.DisposeAsync();
        }
    }

    /// <summary>A start looks for the newest by name, and takes none of the others where it finds that.</summary>
    [Fact]
    public void Latest_IsTheNewest()
    {
        var newest = typeof(DatabaseMigrator).Assembly.GetTypes().Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).Max(StringComparer.Ordinal);

        Assert.Equal(DatabaseMigrator.Latest, newest);
    }

    [Fact]
    public async Task Initialize_AfterAProcessWasKilledWhileItHeldTheLockOfEf_GoesOn()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var file = Path.Combine(database.Options.DataDirectory, "elasticjobs.db");
        await using (var killed = new SqliteConnection($"Data Source={file}"))
        {
            await killed.OpenAsync();
            await using var command = killed.CreateCommand();
            command.CommandText = """
                CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-28 12:00:00');
                """;
            await command.ExecuteNonQueryAsync();
        }

        await using var storage = await OpenStorage.OpenAsync(database).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Single(await storage.Get<IProjectStore>().ListAsync(CancellationToken.None));
    }
}
