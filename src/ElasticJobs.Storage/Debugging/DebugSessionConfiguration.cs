using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ElasticJobs.Storage.Debugging;

internal sealed class DebugSessionConfiguration : IEntityTypeConfiguration<DebugSessionRow>
{
    public void Configure(EntityTypeBuilder<DebugSessionRow> builder)
    {
        builder.ToTable("debug_sessions");
        builder.HasKey(session => session.Id);
        builder.HasIndex(session => new { session.Project, session.Pipeline });
    }
}
