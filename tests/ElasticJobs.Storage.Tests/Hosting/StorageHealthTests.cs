using ElasticJobs.Storage.Hosting;
using ElasticJobs.Storage.Tests.Databases;
using ElasticJobs.Tests.Shared.Files;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Storage.Tests.Hosting;

public sealed class StorageHealthTests
{
    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.Postgres)]
    public async Task Check_ReadyDatabase_IsHealthy(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var storage = await OpenStorage.OpenAsync(database);

        Assert.Equal(new StorageHealth(null), await storage.Get<IStorageHealth>().CheckAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("Host=/nowhere;Database=none;Username=me")]
    [InlineData("Data Source=/nowhere/none.db")]
    public async Task Check_NoDatabase_SaysWhy(string connectionString)
    {
        await using var services = Compose(connectionString);

        var health = await services.GetRequiredService<IStorageHealth>().CheckAsync(CancellationToken.None);

        Assert.StartsWith("The database can't be read: ", health.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=/nowhere;Database=none;Username=me", "ConnectionStrings:ElasticJobs")]
    [InlineData("Data Source=/proc/none/none.db", "ElasticJobs:DataDirectory")]
    public async Task Initialize_NoDatabase_NamesTheSettingToLookAt(string connectionString, string setting)
    {
        await using var services = Compose(connectionString);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => services.GetRequiredService<IStorageInitializer>().InitializeAsync(CancellationToken.None));

        Assert.Contains(setting, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Initialize_FileThatIsNoDatabase_IsRefusedAndLeftAlone()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory["elasticjobs.db"], new string('x', 8192));
        await using var services = Compose($"Data Source={directory["elasticjobs.db"]}");

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => services.GetRequiredService<IStorageInitializer>().InitializeAsync(CancellationToken.None));

        Assert.Contains("elasticjobs.db", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 8192), await File.ReadAllTextAsync(directory["elasticjobs.db"]));
    }

    private static ServiceProvider Compose(string connectionString) => new ServiceCollection().AddLogging()
        .AddElasticJobsStorage(new StorageOptions { DataDirectory = Path.GetTempPath(), ConnectionString = connectionString })
        .BuildServiceProvider();
}
