using ElasticJobs.Core.Projects;
using ElasticJobs.Storage.Tests.Databases;
using Npgsql;

namespace ElasticJobs.Storage.Tests.Writing;

public sealed class LostConnectionTests
{
    [Fact]
    public async Task Write_AfterTheServerCutAllConnections_GoesOnOverANewOne()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var storage = await OpenStorage.OpenAsync(database);
        var projects = storage.Get<IProjectStore>();
        await projects.AddAsync(new Project("before", "", DateTimeOffset.UnixEpoch), CancellationToken.None);
        await CutAsync(database);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => projects.AddAsync(new Project("lost", "", DateTimeOffset.UnixEpoch), CancellationToken.None));
        await projects.AddAsync(new Project("after", "", DateTimeOffset.UnixEpoch), CancellationToken.None);

        NpgsqlConnection.ClearAllPools();
        Assert.Equal(["after", "before", "default"], (await projects.ListAsync(CancellationToken.None)).Select(project => project.Name));
    }

    private static async Task CutAsync(TestDatabase database)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.Options.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()", connection);
        await command.ExecuteNonQueryAsync();
    }
}
