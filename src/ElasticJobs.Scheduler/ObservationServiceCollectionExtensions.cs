using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Resources;
using ElasticJobs.Scheduler.Logs;
using ElasticJobs.Scheduler.Resources;
using ElasticJobs.Scheduler.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ElasticJobs.Scheduler;

/// <summary>Logs, resources and debugging.</summary>
internal static class ObservationServiceCollectionExtensions
{
    public static IServiceCollection AddObservation(this IServiceCollection services)
    {
        services.AddOptions<LogFeedOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<LogTails>();
        services.AddSingleton<ILogFeed, LogFeed>();
        services.AddObserver<LogCollector>();
        services.AddSingleton<SampleHub>();
        services.AddSingleton<ISampleFeed, SampleFeed>();
        return services.AddObserver<SampleCollector>();
    }

    private static IServiceCollection AddObserver<T>(this IServiceCollection services)
        where T : class, IAttemptObserver, IHostedService
    {
        services.AddSingleton<T>();
        services.AddSingleton<IAttemptObserver>(provider => provider.GetRequiredService<T>());
        return services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
