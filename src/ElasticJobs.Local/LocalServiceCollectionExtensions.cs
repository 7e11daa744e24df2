using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Projects;
using ElasticJobs.Local.Pods;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Local;

public static class LocalServiceCollectionExtensions
{
    /// <summary>The Local runtime as <see cref="IPodRuntime"/>: pods are groups of processes of this machine.</summary>
    public static IServiceCollection AddElasticJobsLocal(this IServiceCollection services, Action<LocalOptions>? configure = null)
    {
        services.AddOptions<LocalOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LocalOptions>, LocalOptionsValidator>());
        if (configure is not null)
            services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IPodRuntime, LocalPodRuntime>();
        services.AddSingleton<IProjectPlaces, NoProjectPlaces>();
        return services;
    }
}
