using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ElasticJobs.Storage.Audit;

internal sealed class AuditConfiguration : IEntityTypeConfiguration<AuditRow>
{
    public void Configure(EntityTypeBuilder<AuditRow> builder)
    {
        builder.ToTable("audit");
        builder.HasKey(entry => entry.Id);

        // The three lists: of all, of a person, of a project; newest first.
        builder.HasIndex(entry => new { entry.At, entry.Id });
        builder.HasIndex(entry => new { entry.Actor, entry.At, entry.Id });
        builder.HasIndex(entry => new { entry.Project, entry.At, entry.Id });
    }
}
