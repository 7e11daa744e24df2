using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ElasticJobs.Web.Tests.Serving;

namespace ElasticJobs.Web.Tests.Api;

[Collection(ConsoleCollection.Name)]
public sealed class RunTests(TestConsole console)
{
    private HttpClient Api => console.Api;

    [Fact]
    public async Task Start_OfAPipeline_RunsItAndTellsAll()
    {
        await Api.SaveAsync("told", Work.Document("told", "echo $EJ_TASK_ID; printf 42 > $EJ_OUTPUTS/answer", "parameters: [{name: word, type: string, default: hi}]")).JsonAsync(HttpStatusCode.Created);
        using var started = await Api.PostAsJsonAsync("pipelines/told/runs", new { parameters = new { word = "yes" } });
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var id = (await started.Content.ReadFromJsonAsync<JsonElement>()).Text("id");
        Assert.Equal($"/api/v1/projects/default/runs/{id}", started.Headers.Location?.ToString());

        var run = await Api.WaitAsync(id, "Succeeded");

        Assert.Equal("told", run.Text("pipeline"));
        Assert.Equal("api", run.Text("trigger"));
        Assert.Equal("token:bootstrap", run.Text("createdBy"));
        Assert.Equal("yes", run.GetProperty("parameters").Text("word"));
        var task = Assert.Single(run.Items("tasks"));
        Assert.Equal("Succeeded", task.Text("state"));
        Assert.Equal(0, task.GetProperty("exitCode").GetInt32());
        Assert.Equal("42", task.GetProperty("outputs").Text("answer"));
        Assert.Equal(1, Assert.Single(task.Items("attempts")).GetProperty("number").GetInt32());

        var changes = await Api.GetAsync($"runs/{id}/changes").JsonAsync();
        Assert.Contains(changes.EnumerateArray(), change => change.Text("to") == "Succeeded");
    }

    [Theory]
    [InlineData("{\"parameters\": {\"count\": \"many\"}}", "parameter_type")]
    [InlineData("{\"parameters\": {\"count\": 1, \"cuont\": 2}}", "unknown_parameter")]
    [InlineData("{\"parameters\": {}}", "parameter_missing")]
    [InlineData("{\"parameters\": {\"count\": null}}", null)]
    public async Task Start_WithWrongParameters_TellsWhich(string body, string? code)
    {
        (await Api.SaveAsync("with-count", Work.Document("with-count", "echo {{params.count}}", "parameters: [{name: count, type: int}]"))).Dispose();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        var problem = await Api.PostAsync("pipelines/with-count/runs", content).RefusalAsync(HttpStatusCode.UnprocessableEntity, "invalid_run");

        var error = Assert.Single(problem.Items("errors"));
        Assert.Equal("parameters." + (code == "unknown_parameter" ? "cuont" : "count"), error.Text("path"));
        Assert.Equal(code ?? error.Text("code"), error.Text("code"));
    }

    [Fact]
    public async Task Start_OfWhatIsNotThere_IsRefused()
    {
        await Api.PostAsJsonAsync("pipelines/nobody/runs", new { }).RefusalAsync(HttpStatusCode.NotFound, "pipeline_not_found");
        await Api.PostAsJsonAsync("pipelines/shell-tour/runs", new { revision = 99 }).RefusalAsync(HttpStatusCode.NotFound, "pipeline_not_found");
        await Api.PostAsJsonAsync("pipelines/shell-tour/runs", new { revision = -1 }).RefusalAsync(HttpStatusCode.NotFound, "pipeline_not_found");
    }

    [Fact]
    public async Task List_PageByPage_GivesEachRunOnceNewestFirst()
    {
        List<string> started = [await Api.RunCommandAsync("paged", "echo")];
        for (var i = 0; i < 4; i++)
        {
            started.Add(await Api.StartAsync("paged"));
        }

        List<string> listed = [];
        string? cursor = null;
        do
        {
            var page = await Api.GetAsync($"runs?pipeline=paged&limit=2&cursor={cursor}").JsonAsync();
            listed.AddRange(page.Items("items").Select(run => run.Text("id")));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Reverse(started), listed);
    }

    [Fact]
    public async Task List_ByState_GivesThoseAlone()
    {
        await Api.RunCommandAsync("by-state", "exit 3", "Failed");

        var failed = await Api.GetAsync("runs?pipeline=by-state&state=failed,stopped").JsonAsync();
        var succeeded = await Api.GetAsync("runs?pipeline=by-state&state=Succeeded").JsonAsync();
        var scheduled = await Api.GetAsync("runs?pipeline=by-state&trigger=schedule").JsonAsync();
        var future = await Api.GetAsync("runs?pipeline=by-state&from=2999-01-01T00:00:00Z").JsonAsync();

        Assert.Equal("Failed", Assert.Single(failed.Items("items")).Text("state"));
        Assert.Empty(succeeded.Items("items"));
        Assert.Empty(scheduled.Items("items"));
        Assert.Empty(future.Items("items"));
    }

    [Fact]
    public async Task Pipelines_PageByPageAndSearched_ComeByName()
    {
        foreach (var name in new[] { "pages-c", "pages-a", "pages-b" })
        {
            await Api.SaveAsync(name, Work.Document(name, "echo")).TextAsync(HttpStatusCode.Created);
        }

        var first = await Api.GetAsync("pipelines?search=PAGES-&limit=2").JsonAsync();
        var second = await Api.GetAsync($"pipelines?search=PAGES-&limit=2&cursor={first.Text("nextCursor")}").JsonAsync();

        Assert.Equal(["pages-a", "pages-b", "pages-c"], first.Items("items").Concat(second.Items("items")).Select(pipeline => pipeline.Text("name")));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
    }

    [Fact]
    public async Task Watch_AsEvents_GivesTheRunUntilItsEnd()
    {
        var id = await Api.StartCommandAsync("watched", "sleep 0.3");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"runs/{id}") { Headers = { Accept = { new("text/event-stream") } } };

        var text = await Api.SendAsync(request).TextAsync();

        var versions = text.Split('\n').Where(line => line.StartsWith("id: ", StringComparison.Ordinal)).Select(line => long.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(versions.Order().Distinct(), versions);
        Assert.Contains("event: run", text, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"Succeeded\"", text[text.LastIndexOf("data: ", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }
}
