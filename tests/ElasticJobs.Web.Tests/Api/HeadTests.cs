using System.Net;
using System.Net.Http.Headers;
using ElasticJobs.Web.Tests.Serving;

namespace ElasticJobs.Web.Tests.Api;

[Collection(ConsoleCollection.Name)]
public sealed class HeadTests(TestConsole console)
{
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Head_OfWhatCanBeRead_AnswersAsGetWithoutBody()
    {
        await console.Api.SaveAsync("headed", Work.Document("headed", "echo")).JsonAsync(HttpStatusCode.Created);

        foreach (var path in new[] { "pipelines", "pipelines/headed", "pipelines/headed/revisions", "runs", "debug", "/api/v1/me" })
        {
            using var get = await console.Api.GetAsync(path);
            using var head = await HeadAsync(path);
            Assert.Equal((path, HttpStatusCode.OK), (path, head.StatusCode));
            Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
            Assert.Equal(get.Headers.ETag, head.Headers.ETag);
            Assert.Equal("", await head.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Head_IsRefusedAsGetIs()
    {
        using var unknown = await HeadAsync("pipelines/headless");
        using var act = await HeadAsync("pipelines/headless/runs");
        using var asGet = await console.Api.GetAsync("pipelines/headless/runs");
        using var anyone = console.Client(null);
        using var unsigned = await anyone.SendAsync(new HttpRequestMessage(HttpMethod.Head, "pipelines"));

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(asGet.StatusCode, act.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, unsigned.StatusCode);
    }

    [Fact]
    public async Task Head_OfWhatGoesOn_EndsAtOnce()
    {
        var run = await console.Api.StartCommandAsync("headed-live", "echo ready; exec sleep 600");
        await console.Api.WaitForLogAsync(run, "ready");

        foreach (var (path, accept) in new[]
        {
            ($"runs/{run}", "text/event-stream"),
            ($"runs/{run}/tasks/main/log", "text/event-stream"),
            ($"runs/{run}/tasks/main/samples", "text/event-stream"),
            ($"runs/{run}/tasks/main/log?follow=true", "text/plain"),
            ($"runs/{run}/tasks/main/log/raw", "*/*"),
        })
        {
            // The one connection can only serve the next request once the server is done with this one.
            using var client = OneConnection();
            using var head = await HeadAsync(path, accept, client).WaitAsync(Cap);
            Assert.Equal((path, HttpStatusCode.OK), (path, head.StatusCode));
            await client.GetAsync("pipelines").JsonAsync().WaitAsync(Cap);
        }

        await console.Api.PostAsync($"runs/{run}/kill", null).JsonAsync(HttpStatusCode.Accepted);
        await console.Api.WaitAsync(run, "Stopped");
    }

    private HttpClient OneConnection()
    {
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = console.Api.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestConsole.AdminToken);
        return client;
    }

    private async Task<HttpResponseMessage> HeadAsync(string path, string accept = "application/json", HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path) { Headers = { Accept = { MediaTypeWithQualityHeaderValue.Parse(accept) } } };
        return await (client ?? console.Api).SendAsync(request);
    }
}
