using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ElasticJobs.Storage.Runs;

internal sealed class RunConfiguration : IEntityTypeConfiguration<RunRow>
{
    public void Configure(EntityTypeBuilder<RunRow> builder)
    {
        builder.ToTable("runs");
        builder.HasKey(run => run.Id);

        // The three lists: of a project, of a pipeline, of a state; newest first.
        builder.HasIndex(run => new { run.Project, run.CreatedAt, run.Id });
        builder.HasIndex(run => new { run.Project, run.Pipeline, run.CreatedAt, run.Id });
        builder.HasIndex(run => new { run.Project, run.State, run.CreatedAt, run.Id });

        // A start of the console looks only at these, however many runs there are.
        builder.HasIndex(run => run.Id).HasDatabaseName("ix_runs_unfinished").HasFilter(RunStatements.Unfinished);
    }
}
