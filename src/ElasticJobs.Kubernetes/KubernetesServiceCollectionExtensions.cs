using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Projects;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Kubernetes.Projects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Kubernetes;

public static class KubernetesServiceCollectionExtensions
{
    /// <summary>The Kubernetes runtime as <see cref="IPodRuntime"/> and <see cref="IProjectPlaces"/>, and the client that it stands on. Needs an <see cref="IProjectStore"/>.</summary>
    public static IServiceCollection AddElasticJobsKubernetes(this IServiceCollection services, Action<KubernetesOptions>? configure = null)
    {
        services.AddOptions<KubernetesOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KubernetesOptions>, KubernetesOptionsValidator>());
        if (configure is not null)
            services.Configure(configure);
        services.AddKubernetesClient();
        services.AddSingleton<ProjectPlaces>();
        services.AddSingleton<IProjectPlaces, KubernetesPlaces>();
        services.AddSingleton<IPodRuntime, KubernetesPodRuntime>();
        return services;
    }
}
