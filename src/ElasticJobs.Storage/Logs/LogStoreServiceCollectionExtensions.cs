using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ElasticJobs.Storage.Logs;

public static class LogStoreServiceCollectionExtensions
{
    /// <summary>Keeps logs under <c>{dataDirectory}/logs</c>.</summary>
    public static IServiceCollection AddLogStore(this IServiceCollection services, string dataDirectory)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ILogStore>(provider => new LogStore(Path.Combine(dataDirectory, "logs"), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IInstanceLogs>(provider => new InstanceLogs(Path.Combine(dataDirectory, "logs"), provider.GetRequiredService<ILogStore>()));
        services.TryAddSingleton<ITaskResults, TaskResults>();
        services.TryAddSingleton<ITaskEvents, TaskEvents>();
        return services;
    }
}
