using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Scheduler;

/// <summary>Logs, resources and debugging.</summary>
internal static class ObservationServiceCollectionExtensions
{
    public static IServiceCollection AddObservation(this IServiceCollection services) => services;
}
