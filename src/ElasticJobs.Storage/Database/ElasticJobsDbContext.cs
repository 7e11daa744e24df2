using ElasticJobs.Storage.Access;
using ElasticJobs.Storage.Audit;
using ElasticJobs.Storage.Debugging;
using ElasticJobs.Storage.Deployments;
using ElasticJobs.Storage.Elasticity;
using ElasticJobs.Storage.Leadership;
using ElasticJobs.Storage.Pipelines;
using ElasticJobs.Storage.Projects;
using ElasticJobs.Storage.Queues;
using ElasticJobs.Storage.Replicas;
using ElasticJobs.Storage.Resources;
using ElasticJobs.Storage.Runs;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace ElasticJobs.Storage.Database;

/// <summary>The one model of both databases. Stores read through it; they write through the <see cref="Writing.GroupWriter"/>. Sign-in does both here.</summary>
internal sealed class ElasticJobsDbContext(DbContextOptions<ElasticJobsDbContext> options) : IdentityUserContext<AppUser, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<ProjectRow> Projects => Set<ProjectRow>();

    public DbSet<ProjectMemberRow> ProjectMembers => Set<ProjectMemberRow>();

    public DbSet<PipelineRow> Pipelines => Set<PipelineRow>();

    public DbSet<PipelineRevisionRow> PipelineRevisions => Set<PipelineRevisionRow>();

    public DbSet<PipelineDraftRow> PipelineDrafts => Set<PipelineDraftRow>();

    public DbSet<RunRow> Runs => Set<RunRow>();

    public DbSet<TaskRunRow> TaskRuns => Set<TaskRunRow>();

    public DbSet<TaskAttemptRow> TaskAttempts => Set<TaskAttemptRow>();

    public DbSet<StateChangeRow> StateChanges => Set<StateChangeRow>();

    public DbSet<SampleRow> Samples => Set<SampleRow>();

    public DbSet<DebugSessionRow> DebugSessions => Set<DebugSessionRow>();

    public DbSet<LeadershipRow> Leadership => Set<LeadershipRow>();

    public DbSet<RunOrderRow> RunOrders => Set<RunOrderRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<QueueStreamRow> QueueStreams => Set<QueueStreamRow>();

    public DbSet<QueueFrameRow> QueueFrames => Set<QueueFrameRow>();

    public DbSet<DeploymentRow> Deployments => Set<DeploymentRow>();

    public DbSet<DecisionRow> ScalingDecisions => Set<DecisionRow>();

    public DbSet<ServiceTokenRow> ServiceTokens => Set<ServiceTokenRow>();

    public DbSet<ApiTokenRow> ApiTokens => Set<ApiTokenRow>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>Fixed: the tables must not follow the web project's sign-in options.</summary>
    protected override Version SchemaVersion => IdentitySchemaVersions.Version2;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        if (Database.IsNpgsql())
        {
            // Sorts as SQLite does, whatever the server's locale.
            configurationBuilder.Properties<string>().UseCollation("C");
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<TimeAsUtc>();
        }
        else
        {
            configurationBuilder.Properties<Guid>().HaveConversion<IdAsBlob>();
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<TimeAsMicroseconds>();
        }
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(ElasticJobsDbContext).Assembly);
        builder.UseSnakeCaseNames();
    }
}
