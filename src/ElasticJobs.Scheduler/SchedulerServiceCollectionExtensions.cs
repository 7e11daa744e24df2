using ElasticJobs.Core.Broadcasting;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Queues;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Deployments;
using ElasticJobs.Scheduler.Elasticity;
using ElasticJobs.Scheduler.Leadership;
using ElasticJobs.Scheduler.Queues;
using ElasticJobs.Scheduler.QueueTasks;
using ElasticJobs.Scheduler.Runs;
using ElasticJobs.Scheduler.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ElasticJobs.Scheduler;

public static class SchedulerServiceCollectionExtensions
{
    /// <summary>What makes things happen: the run engine and the services around it. Needs the ports of a storage and of a runtime, and the template catalog.</summary>
    public static IServiceCollection AddElasticJobsScheduler(this IServiceCollection services, Action<SchedulerOptions>? configure = null)
    {
        services.AddSettings<SchedulerOptions>(SchedulerOptions.Section);
        if (configure is not null)
            services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        return services.AddObservation().AddQueues().AddRuns();
    }

    private static IServiceCollection AddQueues(this IServiceCollection services)
    {
        services.AddSingleton<QueueLeases>();
        services.AddSingleton<IQueueHost, QueueHost>();
        services.AddHostedService<QueueRetention>();
        services.AddSingleton<ServiceSecrets>();
        services.AddSingleton<IDeploymentDirectory, DeploymentDirectory>();
        services.AddSingleton<IDeploymentService, DeploymentService>();
        services.AddSingleton<InstancePods>();
        services.AddSingleton<PodLogs>();
        services.AddHostedService<InstanceLogRetention>();
        services.AddSingleton<InstanceUse>();
        services.AddSingleton<IInstanceUse>(static provider => provider.GetRequiredService<InstanceUse>());
        services.AddHostedService(static provider => provider.GetRequiredService<InstanceUse>());
        services.AddSingleton<ElasticityEngine>();
        services.AddSingleton<IServicePodList>(static provider => provider.GetRequiredService<ElasticityEngine>());
        services.AddSingleton<IElasticity>(static provider => provider.GetRequiredService<ElasticityEngine>());
        return services.AddHostedService(static provider => provider.GetRequiredService<ElasticityEngine>());
    }

    /// <summary>The engine is registered last, so that collectors have begun before it adopts, and still collect while it stops.</summary>
    private static IServiceCollection AddRuns(this IServiceCollection services)
    {
        services.TryAddSingleton<TaskRenderer>();
        services.TryAddSingleton<RunPreparation>();
        services.AddSingleton(new Broadcaster<RunId, Run>(Backlog.LatestByKey));
        services.AddSingleton<IAttemptObserver, ResultCollector>();
        services.AddSingleton<RunInstruments>();
        services.AddSingleton<StartPermits>();
        services.AddSingleton<RunLoader>();
        services.AddSingleton<QueuedPods>();
        services.AddSingleton<TaskPods>();
        services.AddSingleton<PodCommands>();
        services.AddSingleton<PodWatch>();
        services.AddSingleton<ActiveRuns>();
        services.AddSingleton<Lead>();
        services.AddSingleton<RunDeletion>();
        services.AddSingleton<RunSweep>();
        services.AddSingleton<OrdersToLeader>();
        services.AddHostedService<Replicas>();
        services.AddSingleton<IRunService, RunService>();
        services.AddSingleton<IRunFeed, RunFeed>();
        return services.AddHostedService<RunEngine>();
    }
}
