using ElasticJobs.Core.Debugging;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Resources;
using ElasticJobs.Scheduler.Debugging;
using ElasticJobs.Scheduler.Logs;
using ElasticJobs.Scheduler.Resources;
using ElasticJobs.Scheduler.Runs;
using ElasticJobs.Scheduler.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ElasticJobs.Scheduler;

/// <summary>Logs, resources and debugging.</summary>
internal static class ObservationServiceCollectionExtensions
{
    public static IServiceCollection AddObservation(this IServiceCollection services)
    {
        services.AddSettings<LogFeedOptions>(LogFeedOptions.Section, static options => options.LinesAfterGap < options.MaxLinesBehind
            ? []
            : [$"{LogFeedOptions.Section}:{nameof(options.LinesAfterGap)} is {options.LinesAfterGap}; it must be fewer than {nameof(options.MaxLinesBehind)}, which is {options.MaxLinesBehind}. Lower the first or raise the second."]);
        services.AddSingleton<LogTails>();
        services.AddSingleton<ILogFeed, LogFeed>();
        services.AddObserver<LogCollector>();
        services.AddHostedService<LogCompletion>();
        services.AddSingleton<SampleHub>();
        services.AddSingleton<ISampleFeed, SampleFeed>();
        services.AddObserver<SampleCollector>();
        services.AddHostedService<SampleReplicas>();
        return services.AddDebugging();
    }

    private static IServiceCollection AddDebugging(this IServiceCollection services)
    {
        services.AddSettings<DebugOptions>(DebugOptions.Section, static options => options.TimeToLive <= options.LongestTimeToLive
            ? []
            : [$"{DebugOptions.Section}:{nameof(options.TimeToLive)} is {options.TimeToLive}; it must be no longer than {nameof(options.LongestTimeToLive)}, which is {options.LongestTimeToLive}. Lower the first or raise the second."]);
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
