using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Templates;
using ElasticJobs.Kubernetes;
using ElasticJobs.Local;
using ElasticJobs.Scheduler;
using ElasticJobs.Scheduler.Debugging;
using ElasticJobs.Scheduler.Logs;
using ElasticJobs.Storage;
using ElasticJobs.Storage.Hosting;
using ElasticJobs.Storage.Logs;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Api;
using ElasticJobs.Web.Hubs;
using ElasticJobs.Web.Metrics;
using ElasticJobs.Web.Queues;
using ElasticJobs.Web.Samples;

namespace ElasticJobs.Web.Hosting;

/// <summary>The composition root: one line per area, in the order in which requests meet them.</summary>
internal static class ElasticJobsHosting
{
    public static WebApplicationBuilder AddElasticJobs(this WebApplicationBuilder builder)
    {
        builder.AddListening();
        builder.AddPreferences();
        builder.AddProduct();
        builder.AddAccess();
        builder.AddSamples();
        builder.AddApi();
        builder.AddQueues();
        builder.AddHubs();
        builder.AddConsole();
        builder.AddHealth();
        builder.AddMetricsText();
        builder.Services.AddHostedService<GarbageOfStart>();
        return builder;
    }

    public static WebApplication UseElasticJobs(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages(ApiProblems.WriteStatusAsync);
        app.UseMissingPage();
        app.UseRequestLocalization();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapHealth();
        app.MapMetricsText();
        app.MapPreferences();
        app.MapSignOut();
        app.MapApi();
        app.MapAutoscaler();
        app.MapDeadLetters();
        app.MapQueues();
        app.MapHubs();
        app.MapConsole();
        return app;
    }

    /// <summary>Makes the database ready, then serves.</summary>
    public static async Task RunElasticJobsAsync(this WebApplication app)
    {
        await app.Services.GetRequiredService<IStorageInitializer>().InitializeAsync(CancellationToken.None);
        await app.RunAsync();
    }

    private static void AddProduct(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(ConsoleOptions.Section);
        builder.Services.AddOptions<ConsoleOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        var console = section.Get<ConsoleOptions>() ?? new ConsoleOptions();
        var data = console.FullDataDirectory;
        builder.Services.AddSingleton<ITemplateCatalog, TemplateCatalog>();
        builder.Services.AddSingleton<PipelineValidator>();
        builder.Services.AddSingleton<TaskRenderer>();
        builder.Services.AddElasticJobsStorage(new StorageOptions { DataDirectory = data, ConnectionString = builder.Configuration.GetConnectionString("ElasticJobs") });
        builder.Services.AddLogStore(data);
        builder.AddRuntime(console);
        builder.Services.AddElasticJobsScheduler(options => builder.Configuration.GetSection(SchedulerOptions.Section).Bind(options));
        builder.Services.Configure<LogFeedOptions>(builder.Configuration.GetSection(LogFeedOptions.Section));
        builder.Services.Configure<ElasticityOptions>(builder.Configuration.GetSection(ElasticityOptions.Section));
        builder.Services.AddSingleton<OwnAddress>();
        builder.Services.AddSingleton<IInstanceProgram, InstanceProgram>();
        builder.Services.Configure<DebugOptions>(builder.Configuration.GetSection(DebugOptions.Section));
    }

    private static void AddRuntime(this WebApplicationBuilder builder, ConsoleOptions console)
    {
        if (console.UsesKubernetes)
        {
            builder.Services.AddElasticJobsKubernetes(options =>
            {
                builder.Configuration.GetSection(KubernetesOptions.Section).Bind(options);
                options.CarriedDirectories.TryAdd(SamplesHosting.DirectoryName, SampleCatalog.DefaultDirectory);
            });
            return;
        }

        builder.Services.AddElasticJobsLocal(options =>
        {
            builder.Configuration.GetSection(LocalOptions.Section).Bind(options);
            options.DataDirectory = console.FullDataDirectory;
        });
    }
}
