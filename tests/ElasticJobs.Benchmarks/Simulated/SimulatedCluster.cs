using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ElasticJobs.Kubernetes;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Kubernetes;

namespace ElasticJobs.Benchmarks.Simulated;

/// <summary>A <see cref="Simulator"/> that runs as a process of its own, and a client without a limit for its namespace.</summary>
internal sealed class SimulatedCluster : IAsyncDisposable
{
    private const int NoLimit = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    private readonly Process _simulator;
    private readonly ConnectedClient _client = new(new KubernetesOptions { KubeConfig = { TestCluster.KubeConfig }, RequestsPerSecond = NoLimit, RequestBurst = NoLimit });

    private SimulatedCluster(Process simulator, string ns) => (_simulator, Namespace) = (simulator, ns);

    public string Namespace { get; }

    public IKubernetesApi Api => _client.Api;

    public static async Task<SimulatedCluster> StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Simulator).Assembly.Location, Simulator.Verb]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        var simulator = Process.Start(start)!;
        return await simulator.StandardOutput.ReadLineAsync() is { } ns ? new SimulatedCluster(simulator, ns) : throw new InvalidOperationException("The simulator did not begin; it says above why.");
    }

    /// <summary>What the simulator sees of chains.</summary>
    /// <param name="start">Has them made.</param>
    public async Task<ChainFigures> MeasureAsync(ChainRequest request, Func<Task> start)
    {
        await _simulator.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request));
        await _simulator.StandardInput.FlushAsync();
        var answer = _simulator.StandardOutput.ReadLineAsync();
        await start();
        return await answer.WaitAsync(Patience) is { } figures ? JsonSerializer.Deserialize<ChainFigures>(figures)! : throw new InvalidOperationException("The simulator has ended; it says above why.");
    }

    /// <summary>Processor time that the API server has used so far, by its own metrics.</summary>
    public async Task<TimeSpan> ServerProcessorAsync()
    {
        const string Name = "\nprocess_cpu_seconds_total ";
        var metrics = Encoding.UTF8.GetString(await Api.GetRawAsync("/metrics", CancellationToken.None));
        var value = metrics.AsSpan(metrics.IndexOf(Name, StringComparison.Ordinal) + Name.Length);
        return TimeSpan.FromSeconds(double.Parse(value[..value.IndexOf('\n')], CultureInfo.InvariantCulture));
    }

    /// <summary>Waits until all pods are removed.</summary>
    public async Task SettledAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(LookInterval);
        while ((await Api.ListAsync<V1Pod>(ResourceType.Pods, Namespace, ListQuery.All, patience.Token)).Items.Count > 0)
            await timer.WaitForNextTickAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _simulator.StandardInput.Close();
        await _simulator.WaitForExitAsync();
        _simulator.Dispose();
        _client.Dispose();
    }
}
