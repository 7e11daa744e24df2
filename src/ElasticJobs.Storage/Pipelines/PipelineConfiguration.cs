using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ElasticJobs.Storage.Pipelines;

internal sealed class PipelineConfiguration : IEntityTypeConfiguration<PipelineRow>
{
    public void Configure(EntityTypeBuilder<PipelineRow> builder)
    {
        builder.ToTable("pipelines");
        builder.HasKey(pipeline => new { pipeline.Project, pipeline.Name });
    }
}

internal sealed class PipelineRevisionConfiguration : IEntityTypeConfiguration<PipelineRevisionRow>
{
    public void Configure(EntityTypeBuilder<PipelineRevisionRow> builder)
    {
        builder.ToTable("pipeline_revisions");
        builder.HasKey(revision => new { revision.Project, revision.Name, revision.Number });
        builder.HasOne<PipelineRow>().WithMany().HasForeignKey(revision => new { revision.Project, revision.Name }).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PipelineDraftConfiguration : IEntityTypeConfiguration<PipelineDraftRow>
{
    public void Configure(EntityTypeBuilder<PipelineDraftRow> builder)
    {
        builder.ToTable("pipeline_drafts");
        builder.HasKey(draft => new { draft.Project, draft.Name, draft.Author });
    }
}
