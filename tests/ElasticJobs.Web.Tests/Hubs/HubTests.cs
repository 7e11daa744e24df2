using System.Text;
using System.Text.Json;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Tests.Serving;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Hubs;

/// <summary>The hubs as a program of someone else's uses them: by name, with the shapes that are written down.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class HubTests(TestConsole console) : IDisposable
{
    /// <summary>Control-U: the shell forgets what stands at its prompt.</summary>
    private const string ClearLine = "\u0015";

    private readonly CancellationTokenSource _cap = new(TimeSpan.FromSeconds(60));

    private HttpClient Api => console.Api;

    public void Dispose() => _cap.Dispose();

    [Fact]
    public async Task Logs_Followed_EndWithTheTaskAndResumeWithoutLossOrDouble()
    {
        var run = await Api.RunCommandAsync("hub-logged", "for i in 0 1 2 3 4 5 6 7 8 9; do echo line $i; done");
        await using var hub = await ConnectAsync("logs");

        var all = await hub.StreamAsync<JsonElement>("Follow", Log(run), _cap.Token).ToListAsync(_cap.Token);
        var rest = await hub.StreamAsync<JsonElement>("Follow", Log(run, from: 6), _cap.Token).ToListAsync(_cap.Token);
        var tail = await hub.StreamAsync<JsonElement>("Follow", Log(run, from: -2), _cap.Token).ToListAsync(_cap.Token);

        Assert.Equal(Enumerable.Range(0, 10).Select(number => $"line {number}"), Lines(all));
        Assert.True(all[^1].GetProperty("end").GetBoolean());
        Assert.Equal(["line 6", "line 7", "line 8", "line 9"], Lines(rest));
        Assert.Equal(["line 8", "line 9"], Lines(tail));
    }

    [Fact]
    public async Task Logs_ReadAndSearched_GiveWhatIsAsked()
    {
        var run = await Api.RunCommandAsync("hub-read", "for i in 0 1 2 3; do echo line $i; done");
        await using var hub = await ConnectAsync("logs");

        var read = await hub.InvokeAsync<JsonElement>("Read", Log(run, from: 1, limit: 2), _cap.Token);
        var found = await hub.InvokeAsync<JsonElement>("Search", Log(run, text: "LINE 2"), _cap.Token);
        var backwards = await hub.InvokeAsync<JsonElement>("Search", Log(run, from: -1, text: "line", backwards: true), _cap.Token);

        Assert.Equal(["line 1", "line 2"], Lines([read]));
        Assert.Equal([2], found.Items("hits").Select(hit => hit.GetProperty("n").GetInt64()));
        Assert.Equal([3, 2, 1, 0], backwards.Items("hits").Select(hit => hit.GetProperty("n").GetInt64()));
    }

    [Fact]
    public async Task Logs_OfAnElasticJobsInstance_AreFollowedByItsId_InItsProjectAlone()
    {
        var id = Guid.CreateVersion7();
        var log = new InstanceLog("default", "hub-service", "hub-service-1", "instance", new RunId(id), DateTimeOffset.UnixEpoch);
        console.Services.GetRequiredService<IInstanceLogs>().Begin(log);
        console.Services.GetRequiredService<IInstanceLogs>().Begin(log with { Project = "elsewhere", Instance = "hub-service-2", Id = new RunId(Guid.CreateVersion7()) });
        var other = console.Services.GetRequiredService<IInstanceLogs>().Find("hub-service", "hub-service-2")!;
        var store = console.Services.GetRequiredService<ILogStore>();
        await File.WriteAllTextAsync(Path.Combine(store.DirectoryOf(log.Key), "worker.out"), "at the queue\n");
        await store.IndexAsync(new LogKey(log.Key, "worker"), complete: true, _cap.Token);
        await using var hub = await ConnectAsync("logs");

        var all = await hub.StreamAsync<JsonElement>("Follow", Log(id.ToString(), task: "instance", container: "worker"), _cap.Token).ToListAsync(_cap.Token);

        Assert.Equal(["at the queue"], Lines(all));
        Assert.Contains("run_not_found:", (await RefusalOfStreamAsync(hub, "Follow", Log(other.Id.ToString(), task: "instance"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../secret", "main", "container_not_found")]
    [InlineData(null, "nobody", "task_not_found")]
    public async Task Logs_OfWhatIsNotThere_AreRefusedInWords(string? container, string task, string code)
    {
        var run = await Api.RunCommandAsync("hub-refused", "echo");
        await using var hub = await ConnectAsync("logs");

        var refused = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync<JsonElement>("Read", Log(run, task: task, container: container), _cap.Token));

        Assert.Contains(code + ":", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_Watched_GiveEachNewerVersionUntilTheEnd()
    {
        var run = await Api.StartCommandAsync("hub-watched", "sleep 0.3");
        await using var hub = await ConnectAsync("runs");

        var seen = await hub.StreamAsync<JsonElement>("Watch", "default", run, null, _cap.Token).ToListAsync(_cap.Token);
        var last = seen[^1].GetProperty("version").GetInt64();
        var resumed = await hub.StreamAsync<JsonElement>("Watch", "default", run, last, _cap.Token).ToListAsync(_cap.Token);
        var before = await hub.StreamAsync<JsonElement>("Watch", "default", run, last - 1, _cap.Token).ToListAsync(_cap.Token);

        Assert.Equal("Succeeded", seen[^1].Text("state"));
        Assert.Equal(seen.Select(version => version.GetProperty("version").GetInt64()).Order().Distinct(), seen.Select(version => version.GetProperty("version").GetInt64()));
        Assert.Empty(resumed);
        Assert.Equal("Succeeded", Assert.Single(before).Text("state"));
    }

    [Fact]
    public async Task Runs_OfAProject_ComeAsTheyChange()
    {
        (await Api.SaveAsync("hub-project", Work.Document("hub-project", "echo"))).Dispose();
        await using var hub = await ConnectAsync("runs");
        var seen = SeesAsync();
        do
        {
            // The stream tells of no beginning: runs are started until one is seen.
            await Api.RunCommandAsync("hub-project", "echo");
        }
        while (!seen.IsCompleted);

        Assert.True(await seen);

        async Task<bool> SeesAsync() => await hub.StreamAsync<JsonElement>("WatchProject", "default", _cap.Token)
            .AnyAsync(run => run.Text("pipeline") == "hub-project", _cap.Token);
    }

    [Fact]
    public async Task Resources_Watched_ComeWithLimitsAndResume()
    {
        var run = await Api.StartCommandAsync("hub-sampled", "echo ready; exec sleep 600");
        await Api.WaitForLogAsync(run, "ready");
        await using var hub = await ConnectAsync("resources");
        List<JsonElement> seen = [];
        await foreach (var batch in hub.StreamAsync<JsonElement>("Watch", new { project = "default", run, task = "main" }, _cap.Token))
        {
            seen.Add(batch);
            if (batch.Items("points").Count > 0)
            {
                break;
            }
        }

        await Api.PostAsync($"runs/{run}/kill", null).JsonAsync(System.Net.HttpStatusCode.Accepted);
        await Api.WaitAsync(run, "Stopped");
        var all = await hub.StreamAsync<JsonElement>("Watch", new { project = "default", run, task = "main" }, _cap.Token).ToListAsync(_cap.Token);
        var points = all.SelectMany(batch => batch.Items("points")).Select(point => point.GetProperty("t").GetInt64()).ToList();
        var resumed = await hub.StreamAsync<JsonElement>("Watch", new { project = "default", run, task = "main", since = points.LastOrDefault() }, _cap.Token).ToListAsync(_cap.Token);
        var beyond = await hub.StreamAsync<JsonElement>("Watch", new { project = "default", run, task = "main", since = long.MaxValue }, _cap.Token).ToListAsync(_cap.Token);

        Assert.Equal(JsonValueKind.Object, seen[0].GetProperty("limits").ValueKind);
        Assert.True(all[^1].GetProperty("end").GetBoolean());
        Assert.All([.. resumed, .. beyond], batch => Assert.Empty(batch.Items("points")));
    }

    [Fact]
    public async Task Terminal_Attached_EchoesReplaysAndTellsItsEnd()
    {
        var id = await OpenTerminalAsync();
        await using var hub = await ConnectAsync("terminal");
        var first = new Screen(hub.StreamAsync<JsonElement>("Attach", new { session = id, cols = 100, rows = 30 }, _cap.Token));
        await first.ShowsAsync("the-command");
        await hub.InvokeAsync("Resize", id, 90, 20, _cap.Token);
        await hub.InvokeAsync("Input", id, Base64(ClearLine + "echo $((40 + 2))x; stty size\n"), _cap.Token);
        await first.ShowsAsync("42x");
        await first.ShowsAsync("20 90");

        await using var other = await ConnectAsync("terminal");
        var second = new Screen(other.StreamAsync<JsonElement>("Attach", new { session = id, cols = 90, rows = 20 }, _cap.Token));
        await second.ShowsAsync("42x");
        await other.InvokeAsync("Resize", id, -1, int.MaxValue, _cap.Token);

        await Api.DeleteAsync($"debug/{id}").TextAsync(System.Net.HttpStatusCode.NoContent);

        Assert.Contains(await first.EndAsync(), new[] { "stopped", "removed" });
        Assert.Contains(await second.EndAsync(), new[] { "stopped", "removed" });
        var refused = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync("Input", id, Base64("x"), _cap.Token));
        Assert.Contains("debug_not_found:", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminal_TypedIntoWithoutWaiting_GetsKeysInTheirOrder()
    {
        const string Typed = "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz";
        var id = await OpenTerminalAsync();
        await using var hub = await ConnectAsync("terminal");
        var screen = new Screen(hub.StreamAsync<JsonElement>("Attach", new { session = id, cols = 200, rows = 30 }, _cap.Token));
        await screen.ShowsAsync("the-command");
        await hub.InvokeAsync("Input", id, Base64(ClearLine), _cap.Token);

        foreach (var key in $"echo typed-{Typed}\n")
        {
            await hub.SendAsync("Input", id, Base64(key.ToString()), _cap.Token);
        }

        await screen.ShowsAsync("\rtyped-" + Typed);
        await Api.DeleteAsync($"debug/{id}").TextAsync(System.Net.HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Terminal_FedWithWhatIsNone_RefusesInWordsAndGoesOn()
    {
        var id = await OpenTerminalAsync();
        await using var hub = await ConnectAsync("terminal");

        var none = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync("Input", id, "§§§", _cap.Token));
        var large = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync("Input", id, new string('A', 100_000), _cap.Token));

        Assert.Contains("bad_input:", none.Message, StringComparison.Ordinal);
        Assert.Contains("input_too_large:", large.Message, StringComparison.Ordinal);
        await hub.InvokeAsync("Input", id, Base64(ClearLine + "exit\n"), _cap.Token);
        var screen = new Screen(hub.StreamAsync<JsonElement>("Attach", new { session = id, cols = 100, rows = 30 }, _cap.Token));
        Assert.Contains(await screen.EndAsync(), new[] { "exited", "removed" });
    }

    [Theory]
    [InlineData(ProjectRole.Viewer)]
    [InlineData(ProjectRole.Editor)]
    public async Task Terminal_ForThoseWhoMayNotOperate_IsRefused(ProjectRole role)
    {
        var id = await OpenTerminalAsync();
        await using var hub = await ConnectAsync("terminal", await console.AddTokenAsync(role));

        var input = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync("Input", id, Base64("id\n"), _cap.Token));
        var attach = await Assert.ThrowsAsync<HubException>(() => hub.StreamAsync<JsonElement>("Attach", new { session = id, cols = 80, rows = 24 }, _cap.Token).ToListAsync(_cap.Token).AsTask());

        Assert.Contains("role_missing:", input.Message, StringComparison.Ordinal);
        Assert.Contains("role_missing:", attach.Message, StringComparison.Ordinal);
        await Api.DeleteAsync($"debug/{id}").TextAsync(System.Net.HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Hub_ForATokenOfAnotherProject_IsRefusedAtEachCall()
    {
        var run = await Api.RunCommandAsync("hub-foreign", "echo");
        var token = await console.AddTokenAsync(ProjectRole.Admin, "another");
        await using var logs = await ConnectAsync("logs", token);
        await using var runs = await ConnectAsync("runs", token);
        await using var resources = await ConnectAsync("resources", token);

        List<HubException> refusals =
        [
            await Assert.ThrowsAsync<HubException>(() => logs.InvokeAsync<JsonElement>("Read", Log(run), _cap.Token)),
            await Assert.ThrowsAsync<HubException>(() => logs.InvokeAsync<JsonElement>("Search", Log(run, text: "a"), _cap.Token)),
            await RefusalOfStreamAsync(logs, "Follow", Log(run)),
            await RefusalOfStreamAsync(runs, "Watch", "default", run, null),
            await RefusalOfStreamAsync(runs, "WatchProject", "default"),
            await RefusalOfStreamAsync(resources, "Watch", new { project = "default", run, task = "main" }),
        ];

        Assert.All(refusals, refusal => Assert.Contains("role_missing:", refusal.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hub_WithTokenInTheAddress_LetsIn()
    {
        var token = await console.AddTokenAsync(ProjectRole.Viewer);
        await using var hub = await HubClient.ConnectAsync(cancel => console.OpenSocketAsync("/hubs/runs?access_token=" + token, null, null, cancel), _cap.Token);

        var refused = await RefusalOfStreamAsync(hub, "Watch", "default", Guid.Empty.ToString(), null);

        Assert.Contains("run_not_found:", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(console.Logs.Lines, line => line.Contains(token, StringComparison.Ordinal));
    }

    private async Task<HubException> RefusalOfStreamAsync(HubConnection hub, string method, params object?[] arguments) =>
        await Assert.ThrowsAsync<HubException>(() => hub.StreamAsyncCore<JsonElement>(method, arguments, _cap.Token).ToListAsync(_cap.Token).AsTask());

    private Task<HubConnection> ConnectAsync(string hub, string token = TestConsole.AdminToken) =>
        HubClient.ConnectAsync(cancel => console.OpenSocketAsync("/hubs/" + hub, token, null, cancel), _cap.Token);

    private async Task<string> OpenTerminalAsync()
    {
        (await Api.SaveAsync("hub-debugged", Work.Document("hub-debugged", "echo the-command"))).Dispose();
        return (await Api.PostAsync("pipelines/hub-debugged/tasks/main/debug", null).JsonAsync(System.Net.HttpStatusCode.Accepted)).Text("id");
    }

    private static object Log(string run, long? from = null, int? limit = null, string? text = null, bool backwards = false, string task = "main", string? container = null) =>
        new { project = "default", run, task, container, from, limit, text, backwards };

    private static IEnumerable<string> Lines(IEnumerable<JsonElement> batches) => batches.SelectMany(batch => batch.Items("lines")).Select(line => line.Text("x"));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
