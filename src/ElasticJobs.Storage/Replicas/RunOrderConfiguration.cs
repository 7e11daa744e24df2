using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ElasticJobs.Storage.Replicas;

internal sealed class RunOrderConfiguration : IEntityTypeConfiguration<RunOrderRow>
{
    public void Configure(EntityTypeBuilder<RunOrderRow> builder)
    {
        // No foreign key to the run: the answer to its deletion outlives it.
        builder.ToTable("run_orders");
        builder.HasKey(order => order.RunId);
        builder.Property(order => order.RunId).ValueGeneratedNever();
    }
}
