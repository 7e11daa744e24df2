using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Hosting;

public sealed class ContainerTests(WebApplicationFactory<Program> console) : IClassFixture<WebApplicationFactory<Program>>
{
    [Fact]
    public void Container_WithValidationOn_Builds()
    {
        using var validated = console.WithWebHostBuilder(static host => host.UseDefaultServiceProvider(static options =>
        {
            options.ValidateOnBuild = true;
            options.ValidateScopes = true;
        }));

        Assert.NotNull(validated.Services.GetService<IServiceScopeFactory>());
    }
}
