using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ElasticJobs.Core.Queues;
using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Crash.Tests.Elastic;

/// <summary>A command of an elastic job lives through kills of the console and of its worker: it begins once, has one result, and its log is whole.</summary>
public sealed class ElasticWorkerTests : IAsyncLifetime
{
    private const int Kills = 6;

    private readonly TemporaryDirectory _data = new();
    private readonly TemporaryDirectory _files = new();
    private readonly ConsoleProcess _console;
    private readonly InstanceProcesses _processes;

    public ElasticWorkerTests() => (_console, _processes) = (new ConsoleProcess(_data.Path), new InstanceProcesses(_data.Path));

    public Task InitializeAsync() => _console.StartAsync();

    [Fact]
    public async Task Command_WhileConsoleAndWorkerAreKilled_IsDoneOnce()
    {
        await DeployAsync();
        await PutAsync($"cd {_files.Path}; echo x >> starts; i=0; while [ ! -e go ]; do i=$((i + 1)); echo \"line $i\"; sleep 0.01; done; echo last; exit 3");

        for (var kill = 0; kill < Kills; kill++)
        {
            var lines = (await LinesAsync()).Length;
            await Eventually.TrueAsync(async () => (await LinesAsync()).Length > lines + 20, "the log goes on", TimeSpan.FromSeconds(60));
            if (kill % 2 == 0)
            {
                await _console.KillAsync();
                await _console.StartAsync();
            }

            if (kill % 3 != 0)
            {
                await InstanceProcesses.KillAsync([Assert.Single(_processes.Workers())]);
            }
        }

        await File.WriteAllTextAsync(_files["go"], "");
        await Eventually.TrueAsync(async () => (await ResultsAsync()).Count > 0, "the result is in the sink", TimeSpan.FromSeconds(60));

        Assert.Equal("3", Assert.Single(await ResultsAsync()).Tags["exitCode"]);
        Assert.Single(await File.ReadAllLinesAsync(_files["starts"]));
        var log = await LinesAsync();
        Assert.Equal([.. Enumerable.Range(1, log.Length - 1).Select(i => $"line {i}"), "last"], log);
    }

    private async Task DeployAsync()
    {
        using var document = new StringContent("""{"metadata": {"name": "train", "type": "ScalableJob"}, "containers": [{}], "autoscaler": {"min": 1, "max": 1}}""", Encoding.UTF8, "application/json");
        using var deployed = await _console.Client.PostAsync("/api/v1/projects/default/services", document);
        Assert.Equal(HttpStatusCode.Created, deployed.StatusCode);
    }

    private async Task PutAsync(string command)
    {
        using var body = new StringContent(command);
        using var put = await _console.Client.PostAsync("/api/predict/train?taskType=command", body);
        Assert.Equal("1", await put.Content.ReadAsStringAsync());
    }

    private async Task<string[]> LinesAsync()
    {
        var log = (await SinkAsync()).Where(frame => frame.Tags["kind"] == "log").OrderBy(frame => long.Parse(frame.Tags["seq"], CultureInfo.InvariantCulture));
        return string.Concat(log.Select(frame => Encoding.UTF8.GetString(frame.Data.Span))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<List<WireFrame>> ResultsAsync() => [.. (await SinkAsync()).Where(frame => frame.Tags["kind"] == "result")];

    private async Task<IReadOnlyList<WireFrame>> SinkAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/predict/train/sink?_index_=0&_length_=10000&_timeout_=0s&_raw_=false");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.google.protobuf"));
        using var response = await _console.Client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"The sink answered {response.StatusCode}.");
        return FrameCodec.DecodeList(await response.Content.ReadAsByteArrayAsync());
    }

    public async Task DisposeAsync()
    {
        // Instances outlive the console.
        using var stopped = await _console.Client.PostAsync("/api/v1/projects/default/services/train/stop", null);
        await File.WriteAllTextAsync(_files["go"], "");
        await Eventually.TrueAsync(() => _processes.Workers().Count == 0, "the instance has ended", TimeSpan.FromSeconds(60));
        await _console.DisposeAsync();
        _files.Dispose();
        _data.Dispose();
    }
}
