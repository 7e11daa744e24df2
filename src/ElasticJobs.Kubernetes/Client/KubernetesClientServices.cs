using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ElasticJobs.Kubernetes.Client;

public static class KubernetesClientServices
{
    /// <summary><see cref="IKubernetesConnections"/>, by <see cref="KubernetesOptions"/>, which the caller binds.</summary>
    public static IServiceCollection AddKubernetesClient(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<KubernetesInstruments>();
        services.AddSingleton<IKubernetesConnections, KubernetesConnections>();
        return services;
    }
}
