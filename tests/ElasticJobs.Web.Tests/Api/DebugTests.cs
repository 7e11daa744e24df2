using System.Net;
using System.Net.Http.Json;
using ElasticJobs.Core.Access;
using ElasticJobs.Web.Tests.Serving;

namespace ElasticJobs.Web.Tests.Api;

[Collection(ConsoleCollection.Name)]
public sealed class DebugTests(TestConsole console)
{
    private const string Two =
        """
        apiVersion: elasticjobs/v1
        kind: Pipeline
        spec:
          tasks:
            - {id: first, template: shell, args: {command: "printf stored > $EJ_OUTPUTS/word"}}
            - {id: second, template: shell, after: [first], args: {command: "echo got {{tasks.first.outputs.word}}"}}
            - {id: third, template: shell, after: [second], args: {command: "echo last"}}
        """;

    private HttpClient Api => console.Api;

    [Fact]
    public async Task Terminal_IsOpenedListedExtendedAndDeleted()
    {
        await SaveAsync("debugged");
        var id = (await Api.PostAsJsonAsync("pipelines/debugged/tasks/first/debug", new { }).JsonAsync(HttpStatusCode.Accepted)).Text("id");

        var listed = Assert.Single((await Api.GetAsync("debug?pipeline=debugged").JsonAsync()).EnumerateArray());
        Assert.Equal(id, listed.Text("id"));
        Assert.Equal("Running", listed.Text("state"));
        var extended = await Api.PostAsJsonAsync($"debug/{id}/extend", new { minutes = 600 }).JsonAsync();
        Assert.True(extended.GetProperty("expiresAt").GetDateTimeOffset() > listed.GetProperty("expiresAt").GetDateTimeOffset());
        await Api.PostAsJsonAsync($"debug/{id}/extend", new { minutes = 0 }).RefusalAsync(HttpStatusCode.UnprocessableEntity, "bad_minutes");
        await Api.PostAsJsonAsync($"debug/{id}/extend", new { minutes = -5 }).RefusalAsync(HttpStatusCode.UnprocessableEntity, "bad_minutes");
        await Api.PostAsync($"debug/{id}/extend", null).RefusalAsync(HttpStatusCode.BadRequest, "bad_request");

        await Api.DeleteAsync($"debug/{id}").TextAsync(HttpStatusCode.NoContent);
        Assert.Empty((await Api.GetAsync("debug?pipeline=debugged").JsonAsync()).EnumerateArray());
        await Api.DeleteAsync($"debug/{id}").RefusalAsync(HttpStatusCode.NotFound, "debug_not_found");
        await Api.PostAsJsonAsync($"debug/{id}/extend", new { minutes = 5 }).RefusalAsync(HttpStatusCode.NotFound, "debug_not_found");
    }

    [Fact]
    public async Task RunAlone_WithTypedOutputs_RunsThatTaskAlone()
    {
        await SaveAsync("alone");
        var id = await RunTaskAsync("alone", "second", new { outputs = new { first = new { word = "typed" } } });

        var run = await Api.WaitAsync(id, "Succeeded");

        Assert.Equal("second", Assert.Single(run.Items("tasks")).Text("id"));
        Assert.Equal("debug", run.Text("trigger"));
        Assert.Equal("got typed\n", await Api.GetAsync($"runs/{id}/tasks/second/log").TextAsync());
        Assert.Empty((await Api.GetAsync("runs?pipeline=alone").JsonAsync()).Items("items"));
        Assert.Single((await Api.GetAsync("runs?pipeline=alone&trigger=debug").JsonAsync()).Items("items"));
        await Api.DeleteAsync($"debug/{id}").TextAsync(HttpStatusCode.NoContent);
        await Api.GetAsync($"runs/{id}").RefusalAsync(HttpStatusCode.NotFound, "run_not_found");
    }

    [Fact]
    public async Task RunFromHere_WithSourceRun_TakesItsOutputsAndGoesOn()
    {
        await SaveAsync("from-here");
        var source = await Api.StartAsync("from-here");
        await Api.WaitAsync(source, "Succeeded");

        var id = await RunTaskAsync("from-here", "second", new { sourceRun = source, downstream = true });

        var run = await Api.WaitAsync(id, "Succeeded");
        Assert.Equal(["second", "third"], run.Items("tasks").Select(task => task.Text("id")).Order());
        Assert.Equal("got stored\n", await Api.GetAsync($"runs/{id}/tasks/second/log").TextAsync());
        Assert.Equal(1, (await Api.PostAsync("pipelines/from-here/tasks/second/clear", null).JsonAsync()).GetProperty("removed").GetInt32());
    }

    [Fact]
    public async Task Clear_TakesWhatTheCallerStarted_AndWithAllEverything()
    {
        await SaveAsync("cleared");
        await Api.PostAsJsonAsync("pipelines/cleared/tasks/first/debug", new { }).JsonAsync(HttpStatusCode.Accepted);
        var run = await RunTaskAsync("cleared", "first", new { });
        await Api.WaitAsync(run, "Succeeded");
        using var other = console.Client(await console.AddTokenAsync(ProjectRole.Operator));
        using var viewer = console.Client(await console.AddTokenAsync(ProjectRole.Viewer));

        Assert.Equal(0, (await other.PostAsync("pipelines/cleared/tasks/first/clear", null).JsonAsync()).GetProperty("removed").GetInt32());
        await viewer.PostAsync("pipelines/cleared/tasks/first/clear?all=true", null).RefusalAsync(HttpStatusCode.Forbidden, "role_missing");
        Assert.Equal(2, (await other.PostAsync("pipelines/cleared/tasks/first/clear?all=true", null).JsonAsync()).GetProperty("removed").GetInt32());
        await Api.GetAsync($"runs/{run}").RefusalAsync(HttpStatusCode.NotFound, "run_not_found");
    }

    [Theory]
    [InlineData("{\"outputs\": {\"first\": null}}", 422, "bad_outputs")]
    [InlineData("{\"outputs\": {\"first\": {\"word\": null}}}", 422, "bad_outputs")]
    [InlineData("{\"outputs\": {\"first\": {\"word\": 1}}}", 400, "bad_request")]
    [InlineData("{\"sourceRun\": \"00000000-0000-0000-0000-000000000000\"}", 404, "source_run_not_found")]
    [InlineData("{\"parameters\": {\"nope\": 1}}", 422, "invalid_run")]
    public async Task RunOrDebug_WithWrongBody_IsRefused(string body, int status, string code)
    {
        (await Api.PutAsync("pipelines/debugged-wrongly", Work.Yaml(Two))).Dispose();
        foreach (var act in new[] { "run", "debug" })
        {
            using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
            await Api.PostAsync($"pipelines/debugged-wrongly/tasks/second/{act}", content).RefusalAsync((HttpStatusCode)status, code);
        }
    }

    [Theory]
    [InlineData("pipelines/nobody/tasks/first/debug", "pipeline_not_found")]
    [InlineData("pipelines/shell-tour/tasks/nobody/debug", "task_not_found")]
    [InlineData("pipelines/shell-tour/tasks/..%2fgreet/run", "task_not_found")]
    public async Task Debug_OfWhatIsNotThere_IsRefused(string path, string code) => await Api.PostAsync(path, null).RefusalAsync(HttpStatusCode.NotFound, code);

    private async Task SaveAsync(string name) => await Api.PutAsync($"pipelines/{name}", Work.Yaml(Two)).TextAsync(HttpStatusCode.Created);

    private async Task<string> RunTaskAsync(string pipeline, string task, object body) =>
        (await Api.PostAsJsonAsync($"pipelines/{pipeline}/tasks/{task}/run", body).JsonAsync(HttpStatusCode.Accepted)).Text("id");
}
