using System.Diagnostics;
using System.Text.Json;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Queues;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Processes;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Web.Hosting;
using ElasticJobs.Web.Tests.Serving;

namespace ElasticJobs.Web.Tests.Queues;

/// <summary>The real worker with the real script of an instance at the real queue.</summary>
[Collection(InstancesCollection.Name)]
public sealed class WorkerTests(QueueWithoutInstances fixture) : IClassFixture<QueueWithoutInstances>, IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<Process> _processes = [];
    private QueueClient _client = null!;
    private string _service = "";
    private string _token = "";

    public async Task InitializeAsync()
    {
        (_service, _token) = await fixture.DeployAsync();
        _client = new QueueClient(fixture.Console, _service, _token);
    }

    [Fact]
    public async Task Command_OfAClient_IsDoneAndItsLogAndResultAreInTheSink()
    {
        StartInstance();

        await _client.PutAsync("taskType=command&requestId=r1", "echo hello; echo '##ej progress 0.5 half'; echo oh >&2; exit 3");
        var result = await ResultAsync("r1");

        Assert.Equal(("3", "500", "command"), (result.Tags["exitCode"], result.Tags["lastCode"], result.Tags["taskType"]));
        Assert.Equal(3, JsonDocument.Parse(result.Data).RootElement.GetProperty("exitCode").GetInt32());
        var frames = await SinkAsync();
        Assert.Equal("hello\n##ej progress 0.5 half\n", string.Concat(frames.Where(frame => frame.Tags.GetValueOrDefault("stream") == "stdout").Select(QueueClient.Text)));
        Assert.Equal("oh\n", string.Concat(frames.Where(frame => frame.Tags.GetValueOrDefault("stream") == "stderr").Select(QueueClient.Text)));
        Assert.Contains(frames, frame => frame.Tags["kind"] == "progress" && QueueClient.Text(frame) == """{"progress":0.5,"message":"half"}""");
        Assert.Contains(frames, frame => frame.Tags["kind"] == "state");
        Assert.Equal("0", await _client.GetAsync("_count_=true").TextAsync());
    }

    [Fact]
    public async Task Commands_OneAfterTheOther_EachHasOneResult()
    {
        StartInstance();

        for (var i = 0; i < 20; i++)
            await _client.PutAsync($"taskType=command&requestId=r{i}", $"echo {i}; exit {i % 2}");
        for (var i = 0; i < 20; i++)
            Assert.Equal($"{i % 2}", (await ResultAsync($"r{i}")).Tags["exitCode"]);

        Assert.Equal(20, (await SinkAsync()).Count(frame => frame.Tags["kind"] == "result"));
    }

    [Fact]
    public async Task Command_ThatIsDeleted_IsStopped()
    {
        StartInstance();
        await _client.PutAsync("taskType=command", "echo begun; touch begun; sleep 100.9191; touch late");
        await Eventually.TrueAsync(() => File.Exists(_directory["begun"]), "the command has begun");

        await _client.SendAsync(HttpMethod.Delete, "_indexes_=1").TextAsync();
        await _client.PutAsync("taskType=command&requestId=next", "true");

        await ResultAsync("next");
        Assert.False(File.Exists(_directory["late"]));
        Assert.Single(await SinkAsync(), frame => frame.Tags["kind"] == "result");
    }

    [Fact]
    public async Task Worker_KilledInACommand_NextOneCommitsItOnce()
    {
        var worker = StartInstance();
        await _client.PutAsync("taskType=command&requestId=r1", "echo x >> starts; echo begun; until [ -e go ]; do sleep 0.05; done; echo done");
        await Eventually.TrueAsync(() => File.Exists(_directory["starts"]), "the command has begun");

        worker.Kill();
        await worker.WaitForExitAsync();
        StartWorker();
        await File.WriteAllTextAsync(_directory["go"], "");
        await ResultAsync("r1");

        Assert.Single(await File.ReadAllLinesAsync(_directory["starts"]));
        var frames = await SinkAsync();
        Assert.Single(frames, frame => frame.Tags["kind"] == "result");
        Assert.Equal("begun\ndone\n", string.Concat(frames.Where(frame => frame.Tags["kind"] == "log").Select(QueueClient.Text)));
    }

    [Fact]
    public async Task Worker_ToldToEnd_EndsItsCommandAndTakesNoOther()
    {
        var worker = StartInstance();
        await _client.PutAsync("taskType=command&requestId=r1", "touch begun; until [ -e go ]; do sleep 0.05; done");
        await Eventually.TrueAsync(() => File.Exists(_directory["begun"]), "the command has begun");

        await Command.RunAsync("kill", "-TERM", $"{worker.Id}");
        await _client.PutAsync("taskType=command&requestId=r2", "true");
        await File.WriteAllTextAsync(_directory["go"], "");

        await worker.WaitForExitAsync();
        Assert.Equal(0, worker.ExitCode);
        Assert.Equal("0", (await ResultAsync("r1")).Tags["exitCode"]);
        Assert.Equal("1", await _client.GetAsync("_count_=true").TextAsync());
    }

    [Fact]
    public async Task Query_OfAClient_ReachesTheServerAsItWasPut()
    {
        var port = new Uri(fixture.Console.Address, "/").Port;
        StartInstance(port);

        // The console itself is the server.
        await _client.PutAsync("taskType=query&requestId=r1", "", "/healthz");
        var second = await _client.PutAsync("taskType=query&requestId=r2", "x", "/api/v1/projects");

        Assert.Equal("query", (await ResultAsync("r1")).Tags["taskType"]);
        Assert.Equal("401", (await ResultAsync("r2")).Tags["lastCode"]);
        Assert.Equal("2", second);
    }

    [Fact]
    public async Task Command_OfALargePayload_IsFetchedByTheWorker_AndItsResultIsWhole()
    {
        var (service, token) = await fixture.DeployAsync("\"queue\": {\"offload_kb\": 1}");
        (_service, _token) = (service, token);
        _client.Dispose();
        _client = new QueueClient(fixture.Console, service, token);
        StartInstance();

        await _client.PutAsync("taskType=command&requestId=r1", "echo begun; : " + new string('x', 5000) + "; echo done");
        using (var watch = await _client.WatchAsync("_index_=0&_window_=1"))
            Assert.Equal(5000 + "echo begun; : ; echo done".Length, (await watch.NextAsync())!.Data.Length);
        await _client.CommitAsync("_indexes_=1");

        Assert.Equal("0", (await ResultAsync("r1")).Tags["exitCode"]);
        Assert.Equal("begun\ndone\n", string.Concat((await SinkAsync()).Where(frame => frame.Tags["kind"] == "log").Select(QueueClient.Text)));
        await Eventually.TrueAsync(() => !Directory.EnumerateFiles(Path.Combine(fixture.Console.DataDirectory, "payloads"), "*", SearchOption.AllDirectories).Any(), "the file has gone with its frame");
    }

    private Process StartInstance(int? port = null)
    {
        Start([.. InstanceScript.Command], []);
        return StartWorker(port);
    }

    private Process StartWorker(int? port = null) => Start(["dotnet", WorkerProgram.Path], new()
    {
        [InstanceVariables.QueueUrl] = new Uri(fixture.Console.Address, $"/api/predict/{_service}").ToString(),
        [InstanceVariables.QueueToken] = _token,
        [InstanceVariables.Service] = _service,
        [InstanceVariables.Instance] = _service + "-1",
        [InstanceVariables.Port] = port?.ToString() ?? "",
    });

    private Process Start(string[] command, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, WorkingDirectory = _directory.Path };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        start.Environment[InstanceVariables.Directory] = _directory["instance"];
        var process = Process.Start(start)!;
        _processes.Add(process);
        return process;
    }

    private async Task<WireFrame> ResultAsync(string request) => await Eventually.ValueAsync(
        async () => (await SinkAsync()).FirstOrDefault(frame => frame.Tags["kind"] == "result" && frame.Tags["requestId"] == request), $"the result of {request} is in the sink");

    private Task<IReadOnlyList<WireFrame>> SinkAsync() => _client.FramesAsync("_index_=0&_length_=1000&_timeout_=0s", "/sink");

    public async Task DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _client.Dispose();
        _directory.Dispose();
    }
}
