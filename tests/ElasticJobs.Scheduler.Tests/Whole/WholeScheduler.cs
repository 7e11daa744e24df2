using ElasticJobs.Core.Access;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Core.Templates;
using ElasticJobs.Local;
using ElasticJobs.Storage;
using ElasticJobs.Storage.Hosting;
using ElasticJobs.Storage.Logs;
using ElasticJobs.Tests.Shared.Elasticity;
using ElasticJobs.Tests.Shared.Pipelines;
using ElasticJobs.Tests.Shared.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ElasticJobs.Scheduler.Tests.Whole;

/// <summary>The scheduler with SQLite, log files and real processes, on a directory that outlives it.</summary>
internal sealed class WholeScheduler : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly List<IHostedService> _hosted = [];

    private WholeScheduler(string directory)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<ITemplateCatalog, TemplateCatalog>();
        services.AddSingleton<PipelineValidator>();
        services.AddElasticJobsStorage(new StorageOptions { DataDirectory = directory });
        services.AddLogStore(directory);
        services.AddElasticJobsLocal(options => options.DataDirectory = directory);
        services.AddElasticJobsScheduler();
        services.AddSingleton<ISecretProtector, PlainSecrets>();
        services.AddSingleton<IInstanceProgram, GivenProgram>();
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public static CancellationToken Cap => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    public IRunService Runs => _services.GetRequiredService<IRunService>();

    public IServiceProvider Services => _services;

    public IRunFeed Feed => _services.GetRequiredService<IRunFeed>();

    public ILogStore Logs => _services.GetRequiredService<ILogStore>();

    public static async Task<WholeScheduler> StartAsync(string directory)
    {
        var scheduler = new WholeScheduler(directory);
        await scheduler._services.GetRequiredService<IStorageInitializer>().InitializeAsync(Cap);
        foreach (var service in scheduler._services.GetServices<IHostedService>())
        {
            await service.StartAsync(Cap);
            scheduler._hosted.Add(service);
        }

        return scheduler;
    }

    public async Task<RunId> RunAsync(PipelineBuilder pipeline)
    {
        var document = pipeline.Build();
        await _services.GetRequiredService<IPipelineStore>().SaveAsync("default", document, "alice", null, Cap);
        return (await Runs.StartAsync(new StartRun("default", document.Metadata.Name, null, [], RunTrigger.Manual, "alice"), Cap)).Id;
    }

    /// <summary>Follows the run as a page does.</summary>
    public async Task<RunDetail> EndAsync(RunId run)
    {
        RunDetail? last = null;
        await foreach (var detail in Feed.WatchAsync(run, Cap))
            last = detail;
        return last!;
    }

    public async Task<RunDetail> FindAsync(RunId run) => (await _services.GetRequiredService<IRunStore>().FindAsync(run, Cap))!;

    public async Task UntilAsync(RunId run, string task, TaskState state) => await Eventually.TrueAsync(
        async () => (await _services.GetRequiredService<IRunStore>().FindAsync(run, Cap))!.Tasks.Single(row => row.Task == task).State == state, $"{task} is {state}");

    public async Task<string> LogAsync(AttemptKey attempt, string container = Core.Pods.ContainerSpec.MainName)
    {
        var key = new LogKey(attempt, container);
        await Eventually.TrueAsync(async () => (await Logs.ReadAsync(key, 0, 1000, Cap)).IsComplete, $"the log of {attempt} is complete");
        return string.Join("\n", (await Logs.ReadAsync(key, 0, 1000, Cap)).Lines.Select(line => line.Text));
    }

    /// <summary>What makes things happen ends; the stores can still be used.</summary>
    public async Task EndHostedAsync()
    {
        foreach (var service in Enumerable.Reverse(_hosted))
            await service.StopAsync(Cap);
        _hosted.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await EndHostedAsync();
        await _services.DisposeAsync();
    }
}
