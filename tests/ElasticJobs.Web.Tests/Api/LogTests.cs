using System.Net;
using System.Net.Http.Headers;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Web.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Api;

[Collection(ConsoleCollection.Name)]
public sealed class LogTests(TestConsole console) : IAsyncLifetime
{
    private string _run = "";

    private HttpClient Api => console.Api;

    public async Task InitializeAsync() => _run = await Api.RunCommandAsync("logged", "for i in 0 1 2 3 4 5 6 7 8 9; do echo line $i; done");

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("", "line 0\nline 1\nline 2\nline 3\nline 4\nline 5\nline 6\nline 7\nline 8\nline 9\n")]
    [InlineData("from=8", "line 8\nline 9\n")]
    [InlineData("from=2&limit=2", "line 2\nline 3\n")]
    [InlineData("from=-1", "line 9\n")]
    [InlineData("from=-3&limit=1", "line 7\n")]
    [InlineData("from=10", "")]
    [InlineData("from=9223372036854775807", "")]
    [InlineData("from=-9223372036854775808&limit=1", "line 0\n")]
    [InlineData("limit=-5", "line 0\n")]
    [InlineData("search=LINE%203", "3: line 3\n")]
    [InlineData("search=LINE%203&caseSensitive=true", "")]
    [InlineData("search=line&limit=2&from=4", "4: line 4\n5: line 5\n")]
    [InlineData("attempt=1&container=main&from=9", "line 9\n")]
    [InlineData("from=7&follow=true", "line 7\nline 8\nline 9\n")]
    [InlineData("from=-2&follow=true", "line 8\nline 9\n")]
    public async Task Log_OfAnEndedTask_GivesWhatIsAsked(string query, string lines)
    {
        using var answer = await Api.GetAsync($"runs/{_run}/tasks/main/log?{query}");

        Assert.Equal(lines, await answer.Content.ReadAsStringAsync());
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        if (!query.Contains("follow", StringComparison.Ordinal))
        {
            Assert.Equal("10", answer.Headers.GetValues("X-Total-Lines").Single());
        }
    }

    [Theory]
    [InlineData("container=..%2f..%2f..%2fdatabase", "container_not_found")]
    [InlineData("container=%2fetc%2fpasswd", "container_not_found")]
    [InlineData("container=nobody&follow=true", "container_not_found")]
    [InlineData("container=a%0d%0aSet-Cookie:%20x", "container_not_found")]
    [InlineData("attempt=2", "attempt_not_found")]
    [InlineData("attempt=-1", "attempt_not_found")]
    [InlineData("attempt=0", "attempt_not_found")]
    public async Task Log_OfWhatIsNotThere_IsRefused(string query, string code)
    {
        await Api.GetAsync($"runs/{_run}/tasks/main/log?{query}").RefusalAsync(HttpStatusCode.NotFound, code);
        await Api.GetAsync($"runs/{_run}/tasks/main/log/raw?{query}").RefusalAsync(HttpStatusCode.NotFound, code);
        await EventsAsync($"runs/{_run}/tasks/main/log?{query}", null).RefusalAsync(HttpStatusCode.NotFound, code);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("..%2f..%2fmain")]
    public async Task Task_ThatIsNotThere_IsRefused(string task)
    {
        foreach (var what in new[] { "log", "log/raw", "samples", "events", "results" })
        {
            await Api.GetAsync($"runs/{_run}/tasks/{task}/{what}").RefusalAsync(HttpStatusCode.NotFound, "task_not_found");
        }
    }

    [Fact]
    public async Task Raw_IsWhatTheTaskWroteUnderASafeName()
    {
        using var answer = await Api.GetAsync($"runs/{_run}/tasks/main/log/raw");

        Assert.Equal(10, (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal("main.1.main.log", answer.Content.Headers.ContentDisposition?.FileName);
    }

    [Fact]
    public async Task Log_AsJson_NumbersItsLines()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"runs/{_run}/tasks/main/log?from=8") { Headers = { Accept = { new("application/json") } } };

        var log = await Api.SendAsync(request).JsonAsync();

        Assert.Equal([8, 9], log.Items("lines").Select(line => line.GetProperty("n").GetInt64()));
        Assert.True(log.GetProperty("end").GetBoolean());
    }

    [Theory]
    [InlineData(null, "line 0")]
    [InlineData("7", "line 8")]
    [InlineData("-1", "line 0")]
    [InlineData("9223372036854775807", "line 0")]
    [InlineData("x", "line 0")]
    public async Task Events_AfterTheLastThatWasSeen_GoOn(string? last, string first)
    {
        var text = await EventsAsync($"runs/{_run}/tasks/main/log", last).TextAsync();

        var data = text.Split('\n').First(line => line.StartsWith("data: ", StringComparison.Ordinal) && line.Contains("\"x\"", StringComparison.Ordinal));
        Assert.Contains($"\"x\":\"{first}\"", data, StringComparison.Ordinal);
        Assert.Contains("event: log", text, StringComparison.Ordinal);
        Assert.Equal("id: 9", text.Split('\n').Last(line => line.StartsWith("id: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Follow_OfARunningTask_GivesEachLineAsItComes()
    {
        var run = await Api.StartCommandAsync("followed", "echo one; sleep 600; echo two");
        await Api.WaitForLogAsync(run, "one");

        using var answer = await Api.GetAsync($"runs/{run}/tasks/main/log?follow=true", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal("one", await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)));

        await Api.PostAsync($"runs/{run}/kill", null).JsonAsync(HttpStatusCode.Accepted);
        Assert.DoesNotContain("two", await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_OfManyViewers_AllEndAndLeaveTheConsoleWell()
    {
        var run = await Api.StartCommandAsync("viewed-by-many", "echo ready; exec sleep 600");
        await Api.WaitForLogAsync(run, "ready");
        var viewers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => OpenEventsAsync($"runs/{run}/tasks/main/log")));
        try
        {
            Assert.All(viewers, viewer => Assert.Equal(HttpStatusCode.OK, viewer.StatusCode));
            await Api.PostAsync($"runs/{run}/kill", null).JsonAsync(HttpStatusCode.Accepted);
            var texts = await Task.WhenAll(viewers.Select(viewer => viewer.Content.ReadAsStringAsync())).WaitAsync(TimeSpan.FromSeconds(60));
            Assert.All(texts, text => Assert.Contains("\"end\":true", text, StringComparison.Ordinal));
        }
        finally
        {
            Array.ForEach(viewers, viewer => viewer.Dispose());
        }
    }

    [Fact]
    public async Task Results_AreWhatTheTaskWrote()
    {
        var run = await Api.RunCommandAsync("with-results", """echo '[{"type":"text","text":"fine"}]' > $EJ_RESULTS/report.json""");

        // They are taken in once the end is stored.
        await Eventually.TrueAsync(
            async () => (await Api.GetAsync($"runs/{run}/tasks/main/results").JsonAsync()).TryGetProperty("report.json", out var report) && report.GetString()!.Contains("fine", StringComparison.Ordinal),
            "the result is there");
    }

    [Fact]
    public async Task EventsOfTheCluster_AreListed_AndComeAmongTheSamples()
    {
        var run = await Api.StartCommandAsync("eventful", "echo ready; exec sleep 600");
        await Api.WaitForLogAsync(run, "ready");
        using var stream = await OpenEventsAsync($"runs/{run}/tasks/main/samples");
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        var directory = console.Services.GetRequiredService<ILogStore>().DirectoryOf(new AttemptKey(new RunId(Guid.Parse(run)), "main", 1));
        await File.WriteAllTextAsync(Path.Combine(directory, TaskEvent.FileName), new TaskEvent("e1", DateTimeOffset.UnixEpoch.AddSeconds(1), true, "FailedMount", "no such volume", 2, "pod-1").ToLine() + "\n");

        string line;
        do
        {
            line = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) ?? throw new InvalidOperationException("The stream ended without the event.");
        }
        while (!line.Contains("FailedMount", StringComparison.Ordinal));

        var told = Assert.Single((await Api.GetAsync($"runs/{run}/tasks/main/events").JsonAsync()).EnumerateArray());
        Assert.Equal("""{"t":1000,"warning":true,"reason":"FailedMount","message":"no such volume","count":2,"pod":"pod-1"}""", told.GetRawText());
        await Api.PostAsync($"runs/{run}/kill", null).JsonAsync(HttpStatusCode.Accepted);
        await Api.WaitAsync(run, "Stopped");
    }

    [Fact]
    public async Task Samples_AsListAndAsEvents_Agree()
    {
        var run = await Api.StartCommandAsync("sampled", "echo ready; exec sleep 600");
        await Api.WaitForLogAsync(run, "ready");
        using var events = await OpenEventsAsync($"runs/{run}/tasks/main/samples");
        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync());
        List<string> seen = [];
        while (!seen.Exists(line => line.Contains("\"mem\"", StringComparison.Ordinal)))
        {
            seen.Add(await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) ?? throw new InvalidOperationException("The stream ended without a point."));
        }

        await Api.PostAsync($"runs/{run}/kill", null).JsonAsync(HttpStatusCode.Accepted);
        seen.AddRange((await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60))).Split('\n'));
        await Api.WaitAsync(run, "Stopped");

        Assert.Contains("event: samples", seen);
        var last = seen.Last(line => line.StartsWith("id: ", StringComparison.Ordinal))[4..];
        var resumed = await EventsAsync($"runs/{run}/tasks/main/samples", last).TextAsync();
        Assert.DoesNotContain("\"mem\"", resumed, StringComparison.Ordinal);
        Assert.Contains("\"end\":true", resumed, StringComparison.Ordinal);
        await Api.GetAsync($"runs/{run}/tasks/main/samples").JsonAsync();
        await Api.GetAsync($"runs/{run}/tasks/main/samples?since=never").RefusalAsync(HttpStatusCode.BadRequest, "bad_request");
        await EventsAsync($"runs/{run}/tasks/main/samples", "9223372036854775807").TextAsync();
    }

    private async Task<HttpResponseMessage> EventsAsync(string path, string? last)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/event-stream") } } };
        if (last is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", last);
        }

        return await Api.SendAsync(request);
    }

    private async Task<HttpResponseMessage> OpenEventsAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/event-stream") } } };
        return await Api.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
