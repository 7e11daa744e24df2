using System.Diagnostics;
using System.Globalization;
using System.Text;
using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Time;
using Xunit.Abstractions;

namespace ElasticJobs.Crash.Tests.Elastic;

/// <summary>An elastic job at work while its workers, whole instances, the network and the console are killed at random moments: every task that was taken has one result, and none has two.</summary>
public sealed class CountingSinkTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Kills = 200;
    private const int Instances = 3;
    private const int TasksInHand = 8;
    private static readonly TimeSpan EndCap = TimeSpan.FromSeconds(150);

    private readonly TemporaryDirectory _data = new();
    private readonly TemporaryDirectory _files = new();
    private readonly Random _random = new(4);
    private readonly Dictionary<string, int> _kills = [];
    private ConsoleProcess _console = null!;
    private Relay _network = null!;
    private QueueApi _queue = null!;
    private InstanceProcesses _processes = null!;

    public async Task InitializeAsync()
    {
        _console = new ConsoleProcess(_data.Path);
        _network = new Relay(_console.Address);
        _console.Set("ElasticJobs__Elasticity__ConsoleUrl", _network.Address.ToString());
        _queue = new QueueApi(_console.Client, "count");
        _processes = new InstanceProcesses(_data.Path);
        await _console.StartAsync();
    }

    [Fact]
    public async Task EveryTask_WhileAllIsKilled200Times_HasOneResult()
    {
        var started = Stopwatch.GetTimestamp();
        await DeployAsync();
        using var killed = new CancellationTokenSource();
        var putting = PutAsync(killed.Token);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(_random.Next(600));
            await KillAsync(_random.Next(100));
        }

        await killed.CancelAsync();
        var put = await putting;
        await _queue.ResultsAsync(put, EndCap);
        output.WriteLine($"{put} tasks, {string.Join(", ", _kills.OrderBy(kill => kill.Key).Select(kill => $"{kill.Value} x {kill.Key}"))} in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");

        var results = await _queue.ResultsAsync(put, EndCap);
        Assert.Equal(Enumerable.Range(0, put).Select(RequestId), results.Select(result => result.RequestId).Order());
        Assert.All(results, result => Assert.Equal($"{int.Parse(result.RequestId[1..], CultureInfo.InvariantCulture) % 3}", result.ExitCode));
        var begun = (await File.ReadAllLinesAsync(_files["begun"])).CountBy(id => id).ToDictionary();
        Assert.Equal(put, begun.Count);
        // Only a task whose instance is gone is begun again, and an instance has one.
        var again = begun.Values.Sum() - put;
        Assert.InRange(again, 0, _kills["instance"]);
        Assert.True(put > Kills / 2, $"Only {put} tasks went through.");
    }

    public async Task DisposeAsync()
    {
        // Instances outlive the console.
        _network.Mend();
        using var stopped = await _console.Client.PostAsync("/api/v1/projects/default/services/count/stop", null);
        await Eventually.TrueAsync(() => _processes.Workers().Count == 0, "the instances have ended");
        await _console.DisposeAsync();
        await _network.DisposeAsync();
        _files.Dispose();
        _data.Dispose();
    }

    private static string RequestId(int number) => string.Create(CultureInfo.InvariantCulture, $"t{number:00000}");

    private async Task DeployAsync()
    {
        var document = $$$"""
            {"metadata": {"name": "count", "type": "ScalableJob"}, "containers": [{}], "autoscaler": {"min": {{{Instances}}}, "max": {{{Instances}}}}, "queue": {"max_delivery": 100},
             "scalable_job": {"enable_write_log_to_queue": false}}
            """;
        using var content = new StringContent(document, Encoding.UTF8, "application/json");
        using var deployed = await _console.Client.PostAsync("/api/v1/projects/default/services", content);
        Assert.True(deployed.IsSuccessStatusCode, await deployed.Content.ReadAsStringAsync());
    }

    /// <summary>Keeps the instances at work.</summary>
    private async Task<int> PutAsync(CancellationToken killed)
    {
        var put = 0;
        while (!killed.IsCancellationRequested)
        {
            await _queue.PutAsync($"taskType=command&requestId={RequestId(put)}", $"echo $EJ_REQUEST_ID >>{_files["begun"]}; sleep 0.{put % 7}; exit {put % 3}");
            put++;
            await _queue.ResultsAsync(put - TasksInHand, EndCap);
        }

        return put;
    }

    private async Task KillAsync(int dice)
    {
        switch (dice)
        {
            case < 55 when _processes.Workers() is [_, ..] workers:
                Count("worker");
                await InstanceProcesses.KillAsync([workers[_random.Next(workers.Count)]]);
                break;
            case < 70 when _processes.Pods() is [_, ..] pods:
                Count("instance");
                await InstanceProcesses.KillAsync(pods[_random.Next(pods.Count)]);
                break;
            case < 88:
                Count("network");
                _network.Cut();
                await Task.Delay(_random.Next(2000));
                _network.Mend();
                break;
            default:
                Count("console");
                await _console.KillAsync();
                await _console.StartAsync();
                break;
        }
    }

    private void Count(string kind) => _kills[kind] = _kills.GetValueOrDefault(kind) + 1;
}
