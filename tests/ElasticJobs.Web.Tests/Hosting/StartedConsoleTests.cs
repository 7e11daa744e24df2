using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;

namespace ElasticJobs.Web.Tests.Hosting;

public sealed class StartedConsoleTests(WebApplicationFactory<Program> console) : IClassFixture<WebApplicationFactory<Program>>
{
    [Fact]
    public async Task Health_WithoutSignIn_Answers()
    {
        using var client = console.CreateClient();

        var response = await client.GetAsync("/healthz");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Healthy", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/_framework/blazor.web.js", "text/javascript")]
    [InlineData("/_content/Radzen.Blazor/Radzen.Blazor.js", "text/javascript")]
    [InlineData("/css/app.css", "text/css")]
    public async Task Asset_OfEachOrigin_IsServed(string path, string contentType)
    {
        using var client = console.CreateClient();

        var response = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(contentType, response.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync());
    }
}
