using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ElasticJobs.Storage.Runs;

internal sealed class TaskRunConfiguration : IEntityTypeConfiguration<TaskRunRow>
{
    public void Configure(EntityTypeBuilder<TaskRunRow> builder)
    {
        builder.ToTable("task_runs");
        builder.HasKey(task => new { task.RunId, task.Task });
        builder.HasOne<RunRow>().WithMany().HasForeignKey(task => task.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}
