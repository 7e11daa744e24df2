using ElasticJobs.Scheduler;

namespace ElasticJobs.Web.Samples;

internal static class SamplesHosting
{
    public const string DirectoryName = "EJ_SAMPLES";

    public static void AddSamples(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(static provider => new SampleCatalog(provider.GetRequiredService<ILogger<SampleCatalog>>()));
        builder.Services.AddHostedService<FirstSamples>();
        builder.Services.Configure<SchedulerOptions>(static options => options.TaskEnv.TryAdd(DirectoryName, SampleCatalog.DefaultDirectory));
    }
}
