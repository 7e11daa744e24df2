using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ElasticJobs.Storage.Deployments;

internal sealed class DeploymentConfiguration : IEntityTypeConfiguration<DeploymentRow>
{
    public void Configure(EntityTypeBuilder<DeploymentRow> builder)
    {
        builder.ToTable("deployments");
        builder.HasKey(deployment => deployment.Name);
        builder.HasIndex(deployment => new { deployment.Project, deployment.Name });
    }
}

internal sealed class ServiceTokenConfiguration : IEntityTypeConfiguration<ServiceTokenRow>
{
    public void Configure(EntityTypeBuilder<ServiceTokenRow> builder)
    {
        builder.ToTable("service_tokens");
        builder.HasKey(token => new { token.Service, token.Name });
        builder.HasIndex(token => token.Hash).IsUnique();
        builder.HasOne<DeploymentRow>().WithMany().HasForeignKey(token => token.Service).OnDelete(DeleteBehavior.Cascade);
    }
}
