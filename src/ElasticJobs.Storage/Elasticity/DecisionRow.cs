using ElasticJobs.Storage.Deployments;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ElasticJobs.Storage.Elasticity;

internal sealed class DecisionRow
{
    public required string Service { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>A <see cref="Core.Elasticity.DecisionEntry"/> as JSON.</summary>
    public required string Entry { get; init; }
}

internal sealed class DecisionConfiguration : IEntityTypeConfiguration<DecisionRow>
{
    public void Configure(EntityTypeBuilder<DecisionRow> builder)
    {
        builder.ToTable("scaling_decisions");
        builder.HasKey(decision => new { decision.Service, decision.At });
        builder.HasIndex(decision => decision.At);
        builder.HasOne<DeploymentRow>().WithMany().HasForeignKey(decision => decision.Service).OnDelete(DeleteBehavior.Cascade);
    }
}
