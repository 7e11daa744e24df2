using ElasticJobs.Core.Access;
using ElasticJobs.Web.Api;
using ElasticJobs.Web.Tests.Serving;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Access;

/// <summary>No address is reachable without sign-in but those that are named here.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class EndpointAccessTests(TestConsole console)
{
    private static readonly string[] Open = ["/healthz", "/readyz", "/sign-in", "/setup", "/preferences/culture", "/preferences/theme", Queues];

    /// <summary>Opened by tokens of their own; QueueAccessTests has how.</summary>
    private const string Queues = "/api/predict/{service}/{**path}";

    [Fact]
    public void Endpoint_ThatAllowsAnyone_IsAssetOrNamedHere()
    {
        var open = Endpoints().Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null && !IsAsset(endpoint)).Select(Path);

        Assert.Empty(open.Except(Open));
        Assert.Equal(Open.Order(), open.Distinct().Order());
    }

    [Fact]
    public async Task Endpoint_OfAnyKind_RefusesAnyoneUnlessNamedHere()
    {
        using var client = console.Plain();
        List<string> answered = [];
        foreach (var endpoint in Endpoints().Where(endpoint => !IsAsset(endpoint) && !Open.Contains(Path(endpoint))))
        {
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "GET";
            using var request = new HttpRequestMessage(new HttpMethod(method), Fill(endpoint));
            using var response = await client.SendAsync(request);
            var refused = (int)response.StatusCode == 401 || response.Headers.Location?.ToString().Contains("/sign-in?return=", StringComparison.Ordinal) == true;
            if (!refused)
            {
                answered.Add($"{method} {request.RequestUri}: {(int)response.StatusCode}");
            }
        }

        Assert.Empty(answered);
    }

    [Fact]
    public void Endpoint_OfAProject_NamesTheRoleItNeeds()
    {
        var ofProjects = Endpoints().Where(endpoint => Path(endpoint).StartsWith("/api/v1/projects/{project}/", StringComparison.Ordinal)).ToList();

        Assert.True(ofProjects.Count >= 25, $"{ofProjects.Count} endpoints of projects are too few to be all.");
        Assert.All(ofProjects, endpoint => Assert.NotNull(endpoint.Metadata.GetMetadata<RequiredRole>()));
    }

    [Fact]
    public void Endpoint_ThatChangesSomething_IsWrittenDown()
    {
        var changing = Endpoints().Where(endpoint => Path(endpoint).StartsWith("/api/", StringComparison.Ordinal) && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] != "GET").ToList();
        var known = typeof(AuditActs).GetFields().Select(field => (string)field.GetValue(null)!).ToList();

        Assert.True(changing.Count >= 10, $"{changing.Count} endpoints that change something are too few to be all.");
        Assert.All(changing, endpoint => Assert.Contains(endpoint.Metadata.GetMetadata<RequiredRole>()?.Act, known));
    }

    [Fact]
    public async Task NotEvenAnUnknownAddress_TellsAnyoneAnything()
    {
        using var client = console.Plain();

        using var response = await client.GetAsync("/no/such/page");

        Assert.Contains("/sign-in?return=", response.Headers.Location?.ToString(), StringComparison.Ordinal);
    }

    private static bool IsAsset(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null || Path(endpoint).StartsWith("/_framework/", StringComparison.Ordinal);

    private static string Path(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    private static Uri Fill(RouteEndpoint endpoint) => new(
        string.Concat(endpoint.RoutePattern.PathSegments.Select(segment => "/" + string.Concat(segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { ParameterPolicies: [{ Content: "guid" }] } => Guid.Empty.ToString(),
            _ => "default",
        })))) is { Length: > 0 } path ? path : "/",
        UriKind.Relative);

    private IEnumerable<RouteEndpoint> Endpoints() => console.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();
}
