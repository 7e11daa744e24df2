using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ElasticJobs.Storage.Projects;

internal sealed class ProjectConfiguration : IEntityTypeConfiguration<ProjectRow>
{
    public void Configure(EntityTypeBuilder<ProjectRow> builder)
    {
        builder.ToTable("projects");
        builder.HasKey(project => project.Name);
        builder.Property(project => project.Version).HasDefaultValue(0L);
    }
}

internal sealed class ProjectMemberConfiguration : IEntityTypeConfiguration<ProjectMemberRow>
{
    public void Configure(EntityTypeBuilder<ProjectMemberRow> builder)
    {
        builder.ToTable("project_members");
        builder.HasKey(member => new { member.Project, member.UserName });
        builder.HasOne<ProjectRow>().WithMany().HasForeignKey(member => member.Project).OnDelete(DeleteBehavior.Cascade);
    }
}
