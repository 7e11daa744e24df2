using System.Net;
using ElasticJobs.Web.Tests.Serving;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Api;

[Collection(ConsoleCollection.Name)]
public sealed class OpenApiTests(TestConsole console)
{
    [Fact]
    public async Task Document_NamesEveryEndpointOfTheApiWithWords()
    {
        var document = await console.Api.GetAsync(new Uri(console.Address, "/openapi/v1.json")).JsonAsync();

        var documented = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => (Name: $"{operation.Name.ToUpperInvariant()} {path.Name}", Operation: operation.Value)))
            .ToDictionary(pair => pair.Name, pair => pair.Operation);
        var mapped = console.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            // EAS's protocol has one address for all; docs/queues.md has it row by row.
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) && !endpoint.RoutePattern.RawText.StartsWith("/api/predict/", StringComparison.Ordinal))
            .Select(endpoint => $"{endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods[0]} {endpoint.RoutePattern.RawText!.Replace(":guid", "", StringComparison.Ordinal).Replace(":long", "", StringComparison.Ordinal).TrimEnd('/')}");
        Assert.Equal(mapped.Order(StringComparer.Ordinal), documented.Keys.Order(StringComparer.Ordinal));
        Assert.All(documented.Values, operation => Assert.NotEmpty(operation.Text("summary")));
    }

    [Fact]
    public async Task Document_WithoutSignIn_IsRefused()
    {
        using var client = console.Plain();

        await client.GetAsync("/openapi/v1.json").TextAsync(HttpStatusCode.Unauthorized);
    }
}
