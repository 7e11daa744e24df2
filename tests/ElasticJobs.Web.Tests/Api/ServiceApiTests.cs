using System.Net;
using System.Text;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Tests.Shared.Elasticity;
using ElasticJobs.Web.Tests.Queues;
using ElasticJobs.Web.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Api;

public sealed class ServiceApiTests : IDisposable
{
    private const string Document = """{"metadata": {"name": "train", "type": "ScalableJob", "colour": 1,}, "containers": [{"image": "a"}]} // 企鹅""";

    private readonly TestConsole _console = new(static services => services.AddSingleton<IInstanceProgram>(new GivenProgram()));

    [Fact]
    public async Task Service_IsDeployedChangedAndRead_WithItsVersionAsETag()
    {
        var made = await PutAsync("train", Document).JsonAsync(HttpStatusCode.Created);
        Assert.Equal(("train", "ScalableJob", "Running", "/api/predict/train"), (made.Text("name"), made.Text("kind"), made.Text("state"), made.Text("queue")));
        Assert.Equal("metadata.colour", Assert.Single(made.Items("problems")).Text("path"));

        using var read = await _console.Api.GetAsync("services/train");
        Assert.Equal("\"1\"", read.Headers.ETag!.Tag);
        Assert.Equal(Document, System.Text.Json.JsonDocument.Parse(await read.Content.ReadAsStringAsync()).RootElement.Text("document"));

        var same = await PutAsync("train", Document + " ", "\"1\"").JsonAsync();
        var other = await PutAsync("train", Document.Replace("\"a\"", "\"b\"", StringComparison.Ordinal), "\"2\"").JsonAsync();
        Assert.Equal((2, 1, 3, 3), (same.GetProperty("version").GetInt32(), same.GetProperty("generation").GetInt32(), other.GetProperty("version").GetInt32(), other.GetProperty("generation").GetInt32()));
        await PutAsync("train", Document, "\"1\"").RefusalAsync(HttpStatusCode.Conflict, "service_changed");
        await PutAsync("other", Document).RefusalAsync(HttpStatusCode.Conflict, "service_name_differs");
        Assert.Equal("train", (await _console.Api.GetAsync("services").JsonAsync())[0].Text("name"));
    }

    [Fact]
    public async Task Mistakes_AreAllTold()
    {
        var refusal = await PutAsync("train", """{"metadata": {"name": "train", "type": "Standard", "cpu": "many"}}""").RefusalAsync(HttpStatusCode.UnprocessableEntity, "service_invalid");

        Assert.Equal(["metadata.cpu", "metadata.type"], refusal.Items("errors").Select(error => error.Text("path")).Order());
    }

    [Fact]
    public async Task Name_IsUniqueOverProjects_AndSeenInItsOwnOnly()
    {
        await PutAsync("train", Document).JsonAsync(HttpStatusCode.Created);
        await _console.Api.PutAsync(new Uri(_console.Address, "/api/v1/projects/vision"), new StringContent("{}", Encoding.UTF8, "application/json")).JsonAsync(HttpStatusCode.Created);
        using var vision = _console.Client(TestConsole.AdminToken, "vision");

        await vision.PostAsync("services", new StringContent(Document, Encoding.UTF8, "application/json")).RefusalAsync(HttpStatusCode.Conflict, "service_exists");
        await vision.GetAsync("services/train").RefusalAsync(HttpStatusCode.NotFound, "service_not_found");
        await vision.DeleteAsync("services/train").RefusalAsync(HttpStatusCode.NotFound, "service_not_found");
    }

    [Fact]
    public async Task Name_OfAPageOfTheConsole_IsRefused_ButNotWithAGroup()
    {
        var refused = await PutAsync("new", Document.Replace("\"train\"", "\"new\"", StringComparison.Ordinal)).RefusalAsync(HttpStatusCode.UnprocessableEntity, "service_invalid");
        Assert.Equal(("metadata.name", "reserved_service_name"), (refused.Items("errors")[0].Text("path"), refused.Items("errors")[0].Text("code")));

        await PutAsync("team.new", Document.Replace("\"train\"", "\"new\", \"group\": \"team\"", StringComparison.Ordinal)).JsonAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Delete_IsRefusedWhileTasksAreNotDone_UnlessForced()
    {
        await PutAsync("train", Document).JsonAsync(HttpStatusCode.Created);
        using var client = new QueueClient(_console, "train", TestConsole.AdminToken);
        await client.PutAsync("taskType=command", "true");

        var stats = (await _console.Api.GetAsync("services/train").JsonAsync()).GetProperty("tasks");
        Assert.Equal((1, 0, 0), (stats.GetProperty("waiting").GetInt32(), stats.GetProperty("inFlight").GetInt32(), stats.GetProperty("workers").GetInt32()));
        await _console.Api.DeleteAsync("services/train").RefusalAsync(HttpStatusCode.Conflict, "service_has_tasks");
        await _console.Api.DeleteAsync("services/train?force=true").TextAsync(HttpStatusCode.NoContent);
        await client.GetAsync("_count_=true").RefusalAsync(HttpStatusCode.NotFound, "service_not_found");

        await PutAsync("train", Document).JsonAsync(HttpStatusCode.Created);
        Assert.Equal("0", await client.GetAsync("_count_=true").TextAsync());
    }

    [Fact]
    public async Task Tokens_AreMadeRenewedAndRemoved_AndSecretsAreForOperators()
    {
        await PutAsync("train", Document).JsonAsync(HttpStatusCode.Created);
        var made = await _console.Api.PutAsync("services/train/tokens/notebook", null).JsonAsync();
        var tokens = await _console.Api.GetAsync("services/train/tokens").JsonAsync();
        Assert.Equal(["default", "notebook"], tokens.EnumerateArray().Select(token => token.Text("name")));
        Assert.Equal(made.Text("secret"), tokens[1].Text("secret"));

        using var viewer = _console.Client(await _console.AddTokenAsync(ProjectRole.Viewer));
        await viewer.GetAsync("services/train/tokens").RefusalAsync(HttpStatusCode.Forbidden, "role_missing");
        await _console.Api.PutAsync("services/train/tokens/Not%20a%20name", null).RefusalAsync(HttpStatusCode.UnprocessableEntity, "service_token_name");
        await _console.Api.DeleteAsync("services/train/tokens/default").RefusalAsync(HttpStatusCode.Conflict, "service_token_default");
        await _console.Api.DeleteAsync("services/train/tokens/notebook").TextAsync(HttpStatusCode.NoContent);
        Assert.Single((await _console.Api.GetAsync("services/train/tokens").JsonAsync()).EnumerateArray());
    }

    [Fact]
    public async Task Autoscaler_IsReadAndChanged_AsEasHasIt()
    {
        await PutAsync("train", Document).JsonAsync(HttpStatusCode.Created);
        var address = new Uri(_console.Address, "/api/v2/services/any-cluster/train/autoscaler");
        var defaults = await _console.Api.GetAsync(address).JsonAsync();
        Assert.Equal((1, 10, "avg_waiting_length", 60), (
            defaults.GetProperty("min").GetInt32(),
            defaults.GetProperty("max").GetInt32(),
            defaults.Items("scaleStrategies")[0].Text("metricName"),
            defaults.GetProperty("behavior").GetProperty("onZero").GetProperty("scaleDownGracePeriodSeconds").GetInt32()));

        var changed = await _console.Api.PutAsync(address, new StringContent("""{"min": 0, "max": 4, "scaleStrategies": [{"metricName": "avg_waiting_length", "threshold": 3}]}""")).JsonAsync();
        Assert.Equal((0, 4, 3), (changed.GetProperty("min").GetInt32(), changed.GetProperty("max").GetInt32(), changed.Items("scaleStrategies")[0].GetProperty("threshold").GetInt32()));
        Assert.Equal(2, (await _console.Api.GetAsync("services/train").JsonAsync()).GetProperty("version").GetInt32());
        var refusal = await _console.Api.PutAsync(address, new StringContent("""{"min": 5, "max": 4}""")).RefusalAsync(HttpStatusCode.UnprocessableEntity, "service_invalid");
        Assert.StartsWith("autoscaler.", refusal.Items("errors")[0].Text("path"), StringComparison.Ordinal);
        await _console.Api.DeleteAsync(address).JsonAsync();
        Assert.Equal(10, (await _console.Api.GetAsync(address).JsonAsync()).GetProperty("max").GetInt32());

        using var elsewhere = _console.Client(await _console.AddTokenAsync(ProjectRole.Admin, "elsewhere"));
        await elsewhere.GetAsync(address).RefusalAsync(HttpStatusCode.NotFound, "service_not_found");
        using var viewer = _console.Client(await _console.AddTokenAsync(ProjectRole.Viewer));
        await viewer.DeleteAsync(address).RefusalAsync(HttpStatusCode.Forbidden, "role_missing");
    }

    [Fact]
    public async Task Stats_AreFlatNumbers()
    {
        await PutAsync("train", """{"metadata": {"name": "train", "type": "ScalableJob"}, "containers": [{}], "autoscaler": {"min": 0, "max": 1, "behavior": {"scaleUp": {"selectPolicy": "Disabled"}}}}""").JsonAsync(HttpStatusCode.Created);
        using var client = new QueueClient(_console, "train", TestConsole.AdminToken);
        await client.PutAsync("taskType=command", "sleep 30");

        var stats = await _console.Api.GetAsync(new Uri(_console.Address, "/api/v1/queues/train/stats")).JsonAsync();

        Assert.Equal(1, stats.GetProperty("waiting").GetInt32() + stats.GetProperty("inFlight").GetInt32());
        Assert.All(stats.EnumerateObject(), field => Assert.Equal(System.Text.Json.JsonValueKind.Number, field.Value.ValueKind));
        Assert.True(stats.GetProperty("oldestAgeSeconds").GetDouble() >= 0);
    }

    public void Dispose() => _console.Dispose();

    private Task<HttpResponseMessage> PutAsync(string name, string document, string? match = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"services/{name}") { Content = new StringContent(document, Encoding.UTF8, "application/json") };
        if (match is not null)
            request.Headers.TryAddWithoutValidation("If-Match", match);
        return _console.Api.SendAsync(request);
    }
}
