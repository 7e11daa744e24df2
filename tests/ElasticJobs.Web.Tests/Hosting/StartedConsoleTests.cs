using System.Net;
using ElasticJobs.Web.Tests.Serving;

namespace ElasticJobs.Web.Tests.Hosting;

[Collection(ConsoleCollection.Name)]
public sealed class StartedConsoleTests(TestConsole console)
{
    [Theory]
    [InlineData("/healthz", "Healthy")]
    [InlineData("/readyz", "Ready")]
    public async Task Health_WithoutSignIn_Answers(string path, string answer)
    {
        using var client = console.Plain();

        Assert.Equal(answer, await client.GetAsync(path).TextAsync());
    }

    [Theory]
    [InlineData("/_framework/blazor.web.js", "text/javascript")]
    [InlineData("/_content/Radzen.Blazor/Radzen.Blazor.js", "text/javascript")]
    [InlineData("/css/app.css", "text/css")]
    public async Task Asset_OfEachOrigin_IsServed(string path, string contentType)
    {
        using var client = console.Plain();

        var response = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(contentType, response.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync());
    }
}
