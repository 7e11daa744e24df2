using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ElasticJobs.Scheduler;

public static class SchedulerServiceCollectionExtensions
{
    /// <summary>What makes things happen: the run engine and the services around it. Needs the ports of a storage and of a runtime.</summary>
    public static IServiceCollection AddElasticJobsScheduler(this IServiceCollection services, Action<SchedulerOptions>? configure = null)
    {
        services.AddOptions<SchedulerOptions>().ValidateDataAnnotations().ValidateOnStart();
        if (configure is not null)
            services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        return services.AddObservation();
    }
}
