using ElasticJobs.Storage.Hosting;
using ElasticJobs.Tests.Shared.Time;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Storage.Tests.Databases;

/// <summary>The storage as the console composes it, over a database that may be opened by others too.</summary>
public sealed class OpenStorage : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private OpenStorage(ServiceProvider services) => _services = services;

    public static async Task<OpenStorage> OpenAsync(TestDatabase database, TimeProvider? time = null)
    {
        var services = new ServiceCollection().AddLogging()
            .AddSingleton(time ?? new FakeTimeProvider())
            .AddElasticJobsStorage(database.Options)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        await services.GetRequiredService<IStorageInitializer>().InitializeAsync(CancellationToken.None);
        return new OpenStorage(services);
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
