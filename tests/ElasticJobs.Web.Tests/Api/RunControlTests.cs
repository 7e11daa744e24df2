using System.Net;
using System.Net.Http.Json;
using ElasticJobs.Web.Tests.Serving;

namespace ElasticJobs.Web.Tests.Api;

[Collection(ConsoleCollection.Name)]
public sealed class RunControlTests(TestConsole console)
{
    private HttpClient Api => console.Api;

    [Theory]
    [InlineData("stop")]
    [InlineData("kill")]
    public async Task StopOrKill_OfARun_EndsItOnce(string how)
    {
        var run = await Api.StartCommandAsync("ended-by-" + how, "echo ready; exec sleep 600");
        await Api.WaitForLogAsync(run, "ready");
        await Api.PostAsync($"runs/{run}/retry", null).RefusalAsync(HttpStatusCode.Conflict, "run_not_ended");

        await Api.PostAsync($"runs/{run}/{how}", null).JsonAsync(HttpStatusCode.Accepted);

        var ended = await Api.WaitAsync(run, "Stopped");
        Assert.Equal("Stopped", Assert.Single(ended.Items("tasks")).Text("state"));
        await Api.PostAsync($"runs/{run}/{how}", null).RefusalAsync(HttpStatusCode.Conflict, "run_ended");
    }

    [Fact]
    public async Task Retry_OfAFailedRun_MakesAnotherAttempt()
    {
        var run = await Api.RunCommandAsync("retried", "test -e $EJ_WORKSPACE/mended || { touch $EJ_WORKSPACE/mended; exit 3; }", "Failed");

        await Api.PostAsync($"runs/{run}/retry", null).JsonAsync(HttpStatusCode.Accepted);

        var task = Assert.Single((await Api.WaitAsync(run, "Succeeded")).Items("tasks"));
        Assert.Equal([3, 0], task.Items("attempts").Select(attempt => attempt.GetProperty("exitCode").GetInt32()));
        await Api.PostAsync($"runs/{run}/retry", null).RefusalAsync(HttpStatusCode.Conflict, "nothing_to_retry");
    }

    [Fact]
    public async Task Rerun_WithParameters_IsAnotherRunOfTheSameRevision()
    {
        await Api.SaveAsync("rerun", Work.Document("rerun", "echo {{params.word}}", "parameters: [{name: word, type: string, default: hi}]")).TextAsync(HttpStatusCode.Created);
        var first = await Api.StartAsync("rerun");
        await Api.WaitAsync(first, "Succeeded");
        await Api.SaveAsync("rerun", Work.Document("rerun", "exit 1")).JsonAsync();

        var second = (await Api.PostAsJsonAsync($"runs/{first}/rerun", new { parameters = new { word = "ho" } }).JsonAsync(HttpStatusCode.Accepted)).Text("id");

        var run = await Api.WaitAsync(second, "Succeeded");
        Assert.Equal("rerun", run.Text("trigger"));
        Assert.Equal(first, run.Text("sourceRun"));
        Assert.Equal(1, run.GetProperty("revision").GetInt32());
        Assert.Equal("ho\n", await Api.GetAsync($"runs/{second}/tasks/main/log").TextAsync());
        await Api.PostAsJsonAsync($"runs/{first}/rerun", new { parameters = new { nope = 1 } }).RefusalAsync(HttpStatusCode.UnprocessableEntity, "invalid_run");
    }

    [Fact]
    public async Task Delete_OfARunThatGoesOn_KillsItAndLeavesNothing()
    {
        var run = await Api.StartCommandAsync("thrown-away", "echo ready; exec sleep 600");
        await Api.WaitForLogAsync(run, "ready");

        await Api.DeleteAsync($"runs/{run}").TextAsync(HttpStatusCode.NoContent);

        await Api.GetAsync($"runs/{run}").RefusalAsync(HttpStatusCode.NotFound, "run_not_found");
        await Api.GetAsync($"runs/{run}/tasks/main/log").RefusalAsync(HttpStatusCode.NotFound, "run_not_found");
        await Api.DeleteAsync($"runs/{run}").RefusalAsync(HttpStatusCode.NotFound, "run_not_found");
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("kill")]
    [InlineData("retry")]
    [InlineData("rerun")]
    public async Task Act_OnARunThatIsNotThere_IsRefused(string act) => await Api
        .PostAsync($"runs/{Guid.Empty}/{act}", null).RefusalAsync(HttpStatusCode.NotFound, "run_not_found");
}
