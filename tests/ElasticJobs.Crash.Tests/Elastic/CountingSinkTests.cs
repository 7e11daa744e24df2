using System.Diagnostics;
using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Time;
using Xunit.Abstractions;

namespace ElasticJobs.Crash.Tests.Elastic;

/// <summary>An elastic job at work while its workers, whole instances, the network and the console are killed at random moments: every task that was taken has one result, and none has two.</summary>
public sealed class CountingSinkTests : IAsyncLifetime
{
    private const int Kills = 200;
    private const int Instances = 3;
    private static readonly TimeSpan EndCap = TimeSpan.FromSeconds(150);

    private readonly ITestOutputHelper _output;
    private readonly TemporaryDirectory _data = new();
    private readonly TemporaryDirectory _files = new();
    private readonly Random _random = new(4);
    private readonly Dictionary<string, int> _kills = [];
    private readonly ConsoleProcess _console;
    private readonly Relay _network;
    private readonly CountedTasks _tasks;
    private readonly InstanceProcesses _processes;

    public CountingSinkTests(ITestOutputHelper output)
    {
        _output = output;
        _console = new ConsoleProcess(_data.Path);
        _network = new Relay(_console.Address);
        _console.Set("ElasticJobs__Elasticity__ConsoleUrl", _network.Address.ToString());
        _tasks = new CountedTasks(_files, _console.Client);
        _processes = new InstanceProcesses(_data.Path);
    }

    public Task InitializeAsync() => _console.StartAsync();

    [Fact]
    public async Task EveryTask_WhileAllIsKilled200Times_HasOneResult()
    {
        var started = Stopwatch.GetTimestamp();
        await _tasks.DeployAsync(Instances);
        using var killed = new CancellationTokenSource();
        var putting = _tasks.PutAsync(EndCap, killed.Token);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(_random.Next(600));
            await KillAsync(_random.Next(100));
        }

        await killed.CancelAsync();
        var put = await putting;
        _output.WriteLine($"{put} tasks, {string.Join(", ", _kills.OrderBy(kill => kill.Key).Select(kill => $"{kill.Value} x {kill.Key}"))} in {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");

        // Only a task whose instance is gone is begun again, and an instance has one.
        Assert.InRange(await _tasks.JudgeAsync(put), 0, _kills["instance"]);
        Assert.True(put > Kills / 3, $"Only {put} tasks went through.");
    }

    public async Task DisposeAsync()
    {
        // Instances outlive the console.
        await _tasks.StopAsync(0);
        await Eventually.TrueAsync(() => _processes.Workers().Count == 0, "the instances have ended");
        await _console.DisposeAsync();
        await _network.DisposeAsync();
        _files.Dispose();
        _data.Dispose();
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
