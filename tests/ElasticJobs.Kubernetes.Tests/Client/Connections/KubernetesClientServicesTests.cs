using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Kubernetes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Kubernetes.Tests.Client.Connections;

public sealed class KubernetesClientServicesTests
{
    [Fact]
    public async Task Container_makes_a_client_that_works()
    {
        await using var server = await FakeApiServer.StartAsync();
        var services = new ServiceCollection().AddLogging().AddKubernetesClient().AddSingleton(Options.Create(server.Options()));
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        var version = await provider.GetRequiredService<IKubernetesConnections>().Get().VersionAsync(CancellationToken.None);

        Assert.Equal(new ServerVersion(1, 20, "v1.20.2-fake"), version);
    }
}
