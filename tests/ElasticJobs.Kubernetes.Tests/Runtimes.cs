using ElasticJobs.Core.Projects;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Kubernetes.Projects;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Pods;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Kubernetes.Tests;

/// <summary>Runtimes made without a container.</summary>
internal static class Runtimes
{
    public static WatchedRuntime Begin(ConnectedClient client, KubernetesOptions options, IProjectStore projects) =>
        new(new KubernetesPodRuntime(Places(client, options, projects), projects, Options.Create(options), TimeProvider.System, NullLoggerFactory.Instance));

    public static ProjectPlaces Places(ConnectedClient client, KubernetesOptions options, IProjectStore projects) =>
        new(Options.Create(options), client.Connections, projects, TimeProvider.System, NullLogger<ProjectPlaces>.Instance);
}
