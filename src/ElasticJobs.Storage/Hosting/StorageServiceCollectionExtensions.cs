using ElasticJobs.Core.Access;
using ElasticJobs.Core.Debugging;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Leadership;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Projects;
using ElasticJobs.Core.Queues;
using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Access;
using ElasticJobs.Storage.Audit;
using ElasticJobs.Storage.Database;
using ElasticJobs.Storage.Debugging;
using ElasticJobs.Storage.Deployments;
using ElasticJobs.Storage.Elasticity;
using ElasticJobs.Storage.Ids;
using ElasticJobs.Storage.Leadership;
using ElasticJobs.Storage.Migrations;
using ElasticJobs.Storage.Pipelines;
using ElasticJobs.Storage.Projects;
using ElasticJobs.Storage.Queues;
using ElasticJobs.Storage.Replicas;
using ElasticJobs.Storage.Resources;
using ElasticJobs.Storage.Runs;
using ElasticJobs.Storage.Writing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ElasticJobs.Storage.Hosting;

public static class StorageServiceCollectionExtensions
{
    /// <summary>The stores, ids, <see cref="IStorageInitializer"/> and <see cref="IStorageHealth"/> over the database that <paramref name="options"/> names.</summary>
    /// <exception cref="InvalidOperationException">The connection string can't be read.</exception>
    public static IServiceCollection AddElasticJobsStorage(this IServiceCollection services, StorageOptions options)
    {
        var target = ConnectionStrings.Read(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(target);
        services.AddPooledDbContextFactory<ElasticJobsDbContext>(builder => Configure(builder, target));
        services.AddSingleton<DatabaseMigrator>();
        services.AddSingleton<IStorageInitializer, StorageInitializer>();
        services.AddSingleton<IStorageHealth, StorageHealthCheck>();
        services.AddSingleton<IWriteSession>(_ => target.IsSqlite ? new SqliteWriteSession(target) : new PostgresWriteSession(target));
        services.AddSingleton<GroupWriter>();
        services.AddSingleton<LeaderFence>();
        if (target.IsSqlite)
        {
            services.AddSingleton<ILeadership, SqliteLeadership>();
            services.AddSingleton<IRunSignals, NoRunSignals>();
            services.AddSingleton<ISampleSignals, NoSampleSignals>();
        }
        else
        {
            services.AddSingleton<ILeadership, PostgresLeadership>();
            services.AddSingleton<PostgresNotices>();
            services.AddHostedService(provider => provider.GetRequiredService<PostgresNotices>());
            services.AddSingleton<IRunSignals, PostgresRunSignals>();
            services.AddSingleton<ISampleSignals, PostgresSampleSignals>();
        }

        services.AddSingleton<ILeaderAddress, LeaderAddress>();
        services.AddSingleton<IIdGenerator, Version7Ids>();
        services.AddSingleton<IRunStore, RunStore>();
        services.AddSingleton<IRunOrders, RunOrders>();
        services.AddSingleton<RevisionCache>();
        services.AddSingleton<IPipelineStore, PipelineStore>();
        services.AddSingleton<IProjectStore, ProjectStore>();
        services.AddSingleton<IQueueStore, QueueStore>();
        services.AddSingleton<ITaskHistory, TaskHistory>();
        services.AddSingleton<IPayloadStore>(new PayloadStore(Path.Combine(options.DataDirectory, "payloads")));
        services.AddSingleton<IDeploymentStore, DeploymentStore>();
        services.AddSingleton<IDecisionStore, DecisionStore>();
        services.AddSingleton<ITokenStore, TokenStore>();
        services.AddSingleton<IAuditStore, AuditStore>();
        services.AddSingleton<IDebugStore, DebugStore>();
        services.AddSingleton<SampleStore>();
        services.AddSingleton<ISampleStore>(provider => provider.GetRequiredService<SampleStore>());
        services.AddHostedService<SampleRetention>();
        return services;
    }

    /// <summary>Keeps <see cref="AppUser"/>s in the database.</summary>
    public static IdentityBuilder AddElasticJobsUsers(this IdentityBuilder builder) => builder.AddEntityFrameworkStores<ElasticJobsDbContext>();

    /// <summary>Keeps the keys that protect cookies and tokens in the database, where every replica finds them.</summary>
    public static IDataProtectionBuilder PersistKeysToElasticJobs(this IDataProtectionBuilder builder) => builder.PersistKeysToDbContext<ElasticJobsDbContext>();

    internal static void Configure(DbContextOptionsBuilder builder, DatabaseTarget target)
    {
        if (target.IsSqlite)
        {
            builder.UseSqlite(target.ConnectionString).AddInterceptors(new SqliteSession());
        }
        else
        {
            builder.UseNpgsql(target.ConnectionString);
        }
    }
}
