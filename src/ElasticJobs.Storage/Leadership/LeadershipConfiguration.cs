using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ElasticJobs.Storage.Leadership;

internal sealed class LeadershipConfiguration : IEntityTypeConfiguration<LeadershipRow>
{
    public void Configure(EntityTypeBuilder<LeadershipRow> builder)
    {
        builder.ToTable("leadership");
        builder.HasKey(row => row.Name);
    }
}
