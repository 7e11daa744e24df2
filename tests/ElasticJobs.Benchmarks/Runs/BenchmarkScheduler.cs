using System.Diagnostics.Metrics;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Queues;
using ElasticJobs.Core.Runs;
using ElasticJobs.Core.Templates;
using ElasticJobs.Scheduler;
using ElasticJobs.Storage;
using ElasticJobs.Storage.Hosting;
using ElasticJobs.Storage.Logs;
using ElasticJobs.Tests.Shared.Elasticity;
using ElasticJobs.Tests.Shared.Files;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ElasticJobs.Benchmarks.Runs;

/// <summary>The scheduler as the console composes it, collectors included, on SQLite in a directory of its own, over any runtime.</summary>
internal sealed class BenchmarkScheduler : IAsyncDisposable
{
    private readonly TemporaryDirectory _own = new();
    private readonly MeterListener _meters = new();
    private readonly ServiceProvider _services;
    private long _transitions;

    private BenchmarkScheduler(Action<IServiceCollection> addRuntime, string? connectionString, string? directory)
    {
        directory ??= _own.Path;
        var services = new ServiceCollection();
        services.AddLogging();
        addRuntime(services);
        services.AddSingleton<ITemplateCatalog, TemplateCatalog>();
        services.AddSingleton<PipelineValidator>();
        services.AddElasticJobsStorage(new StorageOptions { DataDirectory = directory, ConnectionString = connectionString });
        services.AddLogStore(directory);
        services.AddElasticJobsScheduler(options => options.MaxParallelism = 100_000);
        services.AddSingleton<ISecretProtector, PlainSecrets>();
        services.TryAddSingleton<IInstanceProgram, GivenProgram>();
        _services = services.BuildServiceProvider();
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "elasticjobs.transitions")
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            if (tags[0].Value is "task")
                Interlocked.Add(ref _transitions, count);
        });
        _meters.Start();
    }

    public long Transitions => Interlocked.Read(ref _transitions);

    public IRunService Runs => _services.GetRequiredService<IRunService>();

    public IQueueHost Queues => _services.GetRequiredService<IQueueHost>();

    public IDeploymentService Services => _services.GetRequiredService<IDeploymentService>();

    public IElasticity Elasticity => _services.GetRequiredService<IElasticity>();

    public static Task<BenchmarkScheduler> StartAsync(IPodRuntime runtime) => StartAsync(services => services.AddSingleton(runtime));

    /// <param name="connectionString">Null: SQLite.</param>
    /// <param name="directory">Null: one of its own, which goes with it.</param>
    public static async Task<BenchmarkScheduler> StartAsync(Action<IServiceCollection> addRuntime, string? connectionString = null, string? directory = null)
    {
        var scheduler = new BenchmarkScheduler(addRuntime, connectionString, directory);
        await scheduler._services.GetRequiredService<IStorageInitializer>().InitializeAsync(CancellationToken.None);
        foreach (var service in scheduler._services.GetServices<IHostedService>())
            await service.StartAsync(CancellationToken.None);
        return scheduler;
    }

    public Task SaveAsync(PipelineDocument document) =>
        _services.GetRequiredService<IPipelineStore>().SaveAsync("default", document, "bench", null, CancellationToken.None);

    public async Task<RunId> BeginAsync(string pipeline) =>
        (await Runs.StartAsync(new StartRun("default", pipeline, null, [], RunTrigger.Api, "bench"), CancellationToken.None)).Id;

    public async Task EndAsync(RunId run)
    {
        await foreach (var detail in _services.GetRequiredService<IRunFeed>().WatchAsync(run, CancellationToken.None))
        {
            if (detail.Run is { IsFinished: true, State: not RunState.Succeeded })
                throw new InvalidOperationException($"The run ended as {detail.Run.State}: {detail.Run.Reason}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>().Reverse())
            await service.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        _meters.Dispose();
        _own.Dispose();
    }
}
