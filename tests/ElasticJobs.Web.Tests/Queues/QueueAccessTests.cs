using System.Net;
using System.Text;
using ElasticJobs.Core.Access;
using ElasticJobs.Web.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Queues;

public sealed class QueueAccessTests(QueueWithoutInstances fixture) : IClassFixture<QueueWithoutInstances>
{
    private TestConsole Console => fixture.Console;

    [Theory]
    [InlineData("")]
    [InlineData("ejs_wrong")]
    [InlineData("Bearer nonsense")]
    public async Task Nobody_LearnsAnything(string token)
    {
        var (service, _) = await fixture.DeployAsync();
        using var known = new QueueClient(Console, service, token);
        using var unknown = new QueueClient(Console, "no-such-service", token);

        await known.SendAsync(HttpMethod.Post, "taskType=query", "x").RefusalAsync(HttpStatusCode.Unauthorized, "not_signed_in");
        await unknown.GetAsync("_attrs_=true").RefusalAsync(HttpStatusCode.Unauthorized, "not_signed_in");
    }

    [Fact]
    public async Task Token_OfAnotherService_OpensNothing()
    {
        var (service, _) = await fixture.DeployAsync();
        var (_, token) = await fixture.DeployAsync();
        using var client = new QueueClient(Console, service, token);
        using var missing = new QueueClient(Console, "no-such-service", TestConsole.AdminToken);

        await client.GetAsync("_attrs_=true").RefusalAsync(HttpStatusCode.Forbidden, "other_service");
        await missing.GetAsync("_attrs_=true").RefusalAsync(HttpStatusCode.NotFound, "service_not_found");
    }

    [Fact]
    public async Task TokenOfTheConsole_OpensItByItsRole()
    {
        var (service, _) = await fixture.DeployAsync();
        using var admin = new QueueClient(Console, service, "Bearer " + TestConsole.AdminToken);
        var ofViewer = await Console.AddTokenAsync(ProjectRole.Viewer);
        using var viewer = new QueueClient(Console, service, ofViewer);
        using var elsewhere = new QueueClient(Console, service, await Console.AddTokenAsync(ProjectRole.Admin, "elsewhere"));

        Assert.Equal("1", await admin.PutAsync("taskType=query", "x"));
        Assert.Equal("1", await viewer.GetAsync("_count_=true").TextAsync());
        Assert.NotNull((await Console.Services.GetRequiredService<ITokenStore>().FindByHashAsync(TokenSecrets.Hash(ofViewer), CancellationToken.None))!.LastUsedAt);
        await viewer.SendAsync(HttpMethod.Delete, "_indexes_=1").RefusalAsync(HttpStatusCode.Forbidden, "role_missing");
        await viewer.GetAsync("_index_=0&_auto_delete_=true").RefusalAsync(HttpStatusCode.Forbidden, "role_missing");
        await viewer.GetAsync("_watch_=true&_index_=0").RefusalAsync(HttpStatusCode.Forbidden, "role_missing");
        Assert.Equal("x", await viewer.GetAsync("_index_=0&_auto_delete_=false").TextAsync());
        await elsewhere.GetAsync("_count_=true").RefusalAsync(HttpStatusCode.Forbidden, "role_missing");
    }

    [Fact]
    public async Task Token_ThatIsRenewed_IsOfNoUseAnyMore()
    {
        var (service, token) = await fixture.DeployAsync();
        var renewed = await Console.Api.PutAsync($"services/{service}/tokens/default", null).JsonAsync();
        using var former = new QueueClient(Console, service, token);
        using var client = new QueueClient(Console, service, renewed.Text("secret"));

        await former.GetAsync("_count_=true").RefusalAsync(HttpStatusCode.Unauthorized, "not_signed_in");
        Assert.Equal("0", await client.GetAsync("_count_=true").TextAsync());
    }

    [Fact]
    public async Task StoppedService_TakesNoTasks_ButKeepsThem()
    {
        var (service, token) = await fixture.DeployAsync();
        using var client = new QueueClient(Console, service, token);
        await client.PutAsync("taskType=query", "kept");
        Assert.Equal("Stopped", (await Console.Api.PostAsync($"services/{service}/stop", null).JsonAsync()).Text("state"));

        await client.SendAsync(HttpMethod.Post, "taskType=query", "x").RefusalAsync(HttpStatusCode.Conflict, "service_stopped");
        Assert.Equal("1", await client.GetAsync("_count_=true").TextAsync());
        await Console.Api.PostAsync($"services/{service}/start", null).JsonAsync();
        Assert.Equal("2", await client.PutAsync("taskType=query", "x"));
    }

    [Fact]
    public async Task Payload_AboveTheLimit_Is413_AndAFullQueue429()
    {
        var (service, token) = await fixture.DeployAsync("\"queue\": {\"max_length\": 1, \"source\": {\"max_payload_size_kb\": 1}}");
        using var client = new QueueClient(Console, service, token);

        await client.SendAsync(HttpMethod.Post, "taskType=query", new string('x', 1025)).RefusalAsync(HttpStatusCode.RequestEntityTooLarge, "payload_too_large");
        await client.PutAsync("taskType=query", new string('x', 1024));
        await client.SendAsync(HttpMethod.Post, "taskType=query", "x").RefusalAsync(HttpStatusCode.TooManyRequests, "queue_full");
    }

    [Fact]
    public async Task GroupedName_IsItsAddress()
    {
        const string Document = """{"metadata": {"name": "job", "group": "vision", "type": "ScalableJob"}, "containers": [{}]}""";
        await Console.Api.PostAsync("services", new StringContent(Document, Encoding.UTF8, "application/json")).JsonAsync(HttpStatusCode.Created);
        using var client = new QueueClient(Console, "vision.job", TestConsole.AdminToken);

        Assert.Equal("1", await client.PutAsync("taskType=command", "true"));
        Assert.Equal("1", await client.PutAsync("kind=note", "x", "/sink"));
    }
}
