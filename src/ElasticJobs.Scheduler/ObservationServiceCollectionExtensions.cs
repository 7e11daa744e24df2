using ElasticJobs.Core.Debugging;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Resources;
using ElasticJobs.Scheduler.Debugging;
using ElasticJobs.Scheduler.Logs;
using ElasticJobs.Scheduler.Resources;
using ElasticJobs.Scheduler.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
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
        services.AddObserver<SampleCollector>();
        return services.AddDebugging();
    }

    private static IServiceCollection AddDebugging(this IServiceCollection services)
    {
        services.AddOptions<DebugOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<RunPreparation>();
        services.AddSingleton<DebugPod>();
        services.AddSingleton<DebugRuns>();
        services.AddSingleton<DebugService>();
        services.AddSingleton<IDebugService>(provider => provider.GetRequiredService<DebugService>());
        return services.AddHostedService(provider => provider.GetRequiredService<DebugService>());
    }

    private static IServiceCollection AddObserver<T>(this IServiceCollection services)
        where T : class, IAttemptObserver, IHostedService
    {
        services.AddSingleton<T>();
        services.AddSingleton<IAttemptObserver>(provider => provider.GetRequiredService<T>());
        return services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
