using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ElasticJobs.Storage.Runs;

internal sealed class StateChangeConfiguration : IEntityTypeConfiguration<StateChangeRow>
{
    public void Configure(EntityTypeBuilder<StateChangeRow> builder)
    {
        builder.ToTable("state_changes");
        builder.HasKey(change => change.Sequence);
        builder.HasIndex(change => new { change.RunId, change.Sequence });
        builder.HasOne<RunRow>().WithMany().HasForeignKey(change => change.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}
