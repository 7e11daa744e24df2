using System.Net;
using System.Net.Http.Json;
using ElasticJobs.Core.Access;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Web.Tests.Serving;

namespace ElasticJobs.Web.Tests.Queues;

public sealed class DeadLetterApiTests(QueueWithoutInstances fixture) : IClassFixture<QueueWithoutInstances>, IAsyncLifetime
{
    private QueueClient _worker = null!;
    private string _service = "";

    private HttpClient Api => fixture.Console.Api;

    private string Address => $"/api/v1/queues/{_service}/dead";

    public async Task InitializeAsync()
    {
        (_service, var token) = await fixture.DeployAsync("\"queue\": {\"max_delivery\": 1, \"max_length\": 4, \"offload_kb\": 1}");
        _worker = new QueueClient(fixture.Console, _service, token, "w1", _service);
    }

    [Fact]
    public async Task DeadLetters_AreListedByPage_AndOneIsShownWithItsPayload()
    {
        await BuryAsync("one", "two", "three");

        var page = await Api.GetAsync(Address + "?limit=2").JsonAsync();
        var rest = await Api.GetAsync($"{Address}?limit=2&from={page.GetProperty("next").GetInt64()}").JsonAsync();
        var one = await Api.GetAsync(Address + "/1").JsonAsync();

        Assert.Equal([1L, 2], page.Items("items").Select(row => row.GetProperty("index").GetInt64()));
        Assert.Equal([3L], rest.Items("items").Select(row => row.GetProperty("index").GetInt64()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, rest.GetProperty("next").ValueKind);
        Assert.Equal(("one", "r1", "query", "/p", 3), (one.Text("text"), one.Text("requestId"), one.GetProperty("tags").Text("taskType"), one.GetProperty("tags").Text("_path_"), one.GetProperty("size").GetInt32()));
        Assert.Contains("exit 1", one.Text("reason"), StringComparison.Ordinal);
        await Api.GetAsync(Address + "/9").RefusalAsync(HttpStatusCode.NotFound, "no_data");
    }

    [Fact]
    public async Task DeadLetter_Edited_StaysThere_AndIsReplayedAsItIsThen()
    {
        await BuryAsync("wrong");

        var edited = await Api.PutAsJsonAsync(Address + "/1", new { text = "right", tags = new Dictionary<string, string> { ["_path_"] = "v2", ["_method_"] = "put", ["lang"] = "zh" }, priority = 7 }).JsonAsync();
        Assert.Equal(("right", "/v2", "PUT", "query", 7), (edited.Text("text"), edited.GetProperty("tags").Text("_path_"), edited.GetProperty("tags").Text("_method_"), edited.GetProperty("tags").Text("taskType"), edited.GetProperty("priority").GetInt32()));
        Assert.Contains("exit 1", edited.Text("reason"), StringComparison.Ordinal);
        var replayed = await Api.PostAsync(Address + "/1/replay", null).JsonAsync();

        Assert.Equal((2L, "r1"), (replayed.GetProperty("index").GetInt64(), replayed.Text("requestId")));
        using var watch = await _worker.WatchAsync("_index_=0&_window_=1&_lease_=true");
        var task = (await watch.NextAsync())!;
        Assert.Equal(("right", "r1", "/v2", "PUT", "zh", "1"), (QueueClient.Text(task), task.Tags["requestId"], task.Tags["_path_"], task.Tags["_method_"], task.Tags["lang"], task.Tags["_deliveries_"]));
        Assert.Empty((await Api.GetAsync(Address).JsonAsync()).Items("items"));
    }

    [Fact]
    public async Task DeadLetter_ReplayedWithAnEdit_IsChangedOnTheWay()
    {
        await BuryAsync("wrong", "kept");

        await Api.PostAsJsonAsync(Address + "/2/replay", new { priority = 3 }).JsonAsync();
        Assert.Equal("kept", QueueClient.Text(Assert.Single(await _worker.FramesAsync("_index_=0&_length_=9&_timeout_=0s&_auto_delete_=true"))));
        await Api.PostAsJsonAsync(Address + "/1/replay", new { data = Convert.ToBase64String([0xff, 0xfe]) }).JsonAsync();

        var frame = Assert.Single(await _worker.FramesAsync("_index_=0&_length_=9&_timeout_=0s"));
        Assert.Equal([0xff, 0xfe], frame.Data.ToArray());
        await Api.PostAsync(Address + "/1/replay", null).RefusalAsync(HttpStatusCode.NotFound, "no_data");
    }

    [Theory]
    [InlineData("""{"text": "a", "data": "YQ=="}""", "bad_payload")]
    [InlineData("""{"data": "no base64!"}""", "bad_payload")]
    [InlineData("""{"text": 3}""", "bad_request")]
    [InlineData("""{"tags": {"_index_": "3"}}""", "bad_parameter")]
    [InlineData("""{"tags": {"_path_": "/a b"}}""", "bad_parameter")]
    [InlineData("""{"tags": {"a": null}}""", "bad_parameter")]
    [InlineData("""{"tags": {"_path_": null}}""", "bad_parameter")]
    [InlineData("""{"tags": {"taskType": "other"}}""", "task_type_missing")]
    public async Task Edit_ThatMakesNoTask_IsRefused_AndNothingChanges(string body, string code)
    {
        await BuryAsync("wrong");

        foreach (var send in new[] { Api.PutAsync(new Uri(Address + "/1", UriKind.Relative), Json(body)), Api.PostAsync(new Uri(Address + "/1/replay", UriKind.Relative), Json(body)) })
            await send.RefusalAsync(HttpStatusCode.UnprocessableEntity, code);

        Assert.Equal("wrong", (await Api.GetAsync(Address + "/1").JsonAsync()).Text("text"));
    }

    [Fact]
    public async Task Several_AreReplayedOrDropped_WhenTheyAreNamedOrAllAreMeant()
    {
        await BuryAsync("one", "two", "three", "four");

        Assert.Equal(2, (await Api.PostAsJsonAsync(Address + "/replay", new { indexes = new[] { 1, 2, 99 } }).JsonAsync()).GetProperty("replayed").GetInt32());
        await Api.PostAsJsonAsync(Address + "/replay", new { index = 3 }).RefusalAsync(HttpStatusCode.UnprocessableEntity, "bad_parameter");
        await Api.DeleteAsync(new Uri(Address, UriKind.Relative)).RefusalAsync(HttpStatusCode.UnprocessableEntity, "bad_parameter");
        using (var dropped = await Api.DeleteAsync(new Uri(Address + "/3", UriKind.Relative)))
            Assert.Equal(HttpStatusCode.NoContent, dropped.StatusCode);
        Assert.Equal(1, (await Api.DeleteAsync(new Uri(Address + "?all=true", UriKind.Relative)).JsonAsync()).GetProperty("dropped").GetInt32());

        Assert.Equal("2", await _worker.GetAsync("_count_=true").TextAsync());
        var audit = (await Api.GetAsync("/api/v1/audit?limit=100").JsonAsync()).Items("items").Where(entry => entry.Text("target") == _service).Select(entry => $"{entry.Text("act")} {entry.Text("detail")}");
        Assert.Equal(["servicetask.delete dead all", "servicetask.delete dead 3", "servicetask.replay 1 2 99"], audit.Take(3));
    }

    [Fact]
    public async Task Several_WhenTheQueueGetsFull_AreToldAndWrittenDown_AsFarAsTheyCame()
    {
        await BuryAsync("one", "two", "three");
        for (var i = 0; i < 3; i++)
            await _worker.PutAsync("taskType=query&_path_=/p", "waits");

        var answer = await Api.PostAsJsonAsync(Address + "/replay", new { all = true }).JsonAsync();

        Assert.Equal((1, "queue_full"), (answer.GetProperty("replayed").GetInt32(), answer.GetProperty("stopped").Text("code")));
        Assert.Equal([2L, 3], (await Api.GetAsync(Address).JsonAsync()).Items("items").Select(row => row.GetProperty("index").GetInt64()));
        var audit = (await Api.GetAsync("/api/v1/audit?limit=100").JsonAsync()).Items("items").First(entry => entry.Text("target") == _service);
        Assert.Equal(("servicetask.replay", "all: 1 of them"), (audit.Text("act"), audit.Text("detail")));
    }

    [Fact]
    public async Task DeadLetter_WhosePayloadStays_KeepsItsFile_AndOneThatIsLostMakesNoEmptyTask()
    {
        await BuryAsync(new string('x', 2000), new string('y', 2000));
        var files = Directory.EnumerateFiles(Path.Combine(fixture.Console.DataDirectory, "payloads"), "*.2000", SearchOption.AllDirectories).ToHashSet();
        foreach (var file in files.Where(file => File.ReadAllText(file)[0] == 'y'))
            File.Delete(file);

        await Api.PostAsync(Address + "/1/replay", null).JsonAsync();
        await Api.PutAsJsonAsync(Address + "/2", new { priority = 1 }).JsonAsync();
        await Api.PostAsync(Address + "/2/replay", null).JsonAsync();

        Assert.Subset(files, Directory.EnumerateFiles(Path.Combine(fixture.Console.DataDirectory, "payloads"), "*.2000", SearchOption.AllDirectories).ToHashSet());
        var frames = await _worker.FramesAsync("_index_=0&_length_=9&_timeout_=0s");
        Assert.Equal([2000, 0], frames.Select(frame => frame.Data.Length).OrderDescending());
        Assert.Equal("The file of its payload is gone.", frames.Single(frame => frame.Data.Length == 0).Message);
    }

    [Fact]
    public async Task Viewer_LooksOnly_AndStrangersFindNothing()
    {
        await BuryAsync("one");
        using var viewer = fixture.Console.Client(await fixture.Console.AddTokenAsync(ProjectRole.Viewer));
        using var nobody = fixture.Console.Plain();

        await Api.PutAsJsonAsync(Address + "/1", new { tags = new Dictionary<string, string> { ["_header_x-key_"] = "secret", ["lang"] = "zh" } }).JsonAsync();

        Assert.Single((await viewer.GetAsync(Address).JsonAsync()).Items("items"));
        Assert.Equal(["lang", "taskType"], (await viewer.GetAsync(Address + "/1").JsonAsync()).GetProperty("tags").EnumerateObject().Select(tag => tag.Name).Order());
        Assert.Equal("secret", (await Api.GetAsync(Address + "/1").JsonAsync()).GetProperty("tags").Text("_header_x-key_"));
        await viewer.PostAsync(new Uri(Address + "/1/replay", UriKind.Relative), null).RefusalAsync(HttpStatusCode.Forbidden, "role_missing");
        await viewer.DeleteAsync(new Uri(Address + "/1", UriKind.Relative)).RefusalAsync(HttpStatusCode.Forbidden, "role_missing");
        using var refused = await nobody.GetAsync(new Uri(Address, UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        await Api.GetAsync("/api/v1/queues/unknown/dead").RefusalAsync(HttpStatusCode.NotFound, "service_not_found");
    }

    [Fact]
    public async Task DeadLetters_AtAConsoleThatDoesNotLead_AreThoseOfTheLeader()
    {
        await BuryAsync("wrong");
        using var other = new TestConsole(static _ => { }, fixture.Console.DataDirectory);

        await other.Api.PostAsJsonAsync(Address + "/1/replay", new { text = "right" }).JsonAsync();

        Assert.Equal("right", QueueClient.Text(Assert.Single(await _worker.FramesAsync("_index_=0&_length_=9&_timeout_=0s"))));
    }

    public Task DisposeAsync()
    {
        _worker.Dispose();
        return Task.CompletedTask;
    }

    private static StringContent Json(string body) => new(body, System.Text.Encoding.UTF8, "application/json");

    /// <summary>Puts queries that fail once too often.</summary>
    private async Task BuryAsync(params string[] payloads)
    {
        for (var i = 1; i <= payloads.Length; i++)
            await _worker.PutAsync($"taskType=query&requestId=r{i}&_path_=/p", payloads[i - 1]);
        using var watch = await _worker.WatchAsync("_index_=0&_window_=9&_lease_=true");
        foreach (var _ in payloads)
        {
            var task = (await watch.NextAsync())!;
            await _worker.SendAsync(HttpMethod.Put, $"_indexes_={task.Index}&_negative_=true", "_code_=TaskFailed&_reason_=exit 1", form: true).TextAsync();
        }

        await Eventually.TrueAsync(async () => (await Api.GetAsync(Address).JsonAsync()).Items("items").Count == payloads.Length, "all are dead letters");
    }
}
