using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ElasticJobs.Storage.Runs;

internal sealed class TaskAttemptConfiguration : IEntityTypeConfiguration<TaskAttemptRow>
{
    public void Configure(EntityTypeBuilder<TaskAttemptRow> builder)
    {
        builder.ToTable("task_attempts");
        builder.HasKey(attempt => new { attempt.RunId, attempt.Task, attempt.Number });
        builder.HasOne<RunRow>().WithMany().HasForeignKey(attempt => attempt.RunId).OnDelete(DeleteBehavior.Cascade);
    }
}
