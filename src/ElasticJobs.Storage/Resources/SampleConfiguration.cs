using ElasticJobs.Storage.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ElasticJobs.Storage.Resources;

internal sealed class SampleConfiguration : IEntityTypeConfiguration<SampleRow>
{
    public void Configure(EntityTypeBuilder<SampleRow> builder)
    {
        builder.ToTable("samples");
        builder.HasKey(sample => new { sample.RunId, sample.Task, sample.Attempt, sample.SampledAt });
        builder.HasIndex(sample => sample.SampledAt);
        builder.HasOne<RunRow>().WithMany().HasForeignKey(sample => sample.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}
