using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ElasticJobs.Storage.Queues;

internal sealed class QueueStreamConfiguration : IEntityTypeConfiguration<QueueStreamRow>
{
    public void Configure(EntityTypeBuilder<QueueStreamRow> builder)
    {
        builder.ToTable("queue_streams");
        builder.HasKey(stream => stream.Id);
        builder.Property(stream => stream.Id).ValueGeneratedNever();
        builder.HasIndex(stream => new { stream.Queue, stream.Kind }).IsUnique();
    }
}

internal sealed class QueueFrameConfiguration : IEntityTypeConfiguration<QueueFrameRow>
{
    public void Configure(EntityTypeBuilder<QueueFrameRow> builder)
    {
        builder.ToTable("queue_frames");
        builder.HasKey(frame => new { frame.Stream, frame.Index });
        builder.HasIndex(frame => new { frame.Stream, frame.RequestId }).IsUnique();
        builder.HasIndex(frame => new { frame.Stream, frame.Index }).HasDatabaseName("ix_queue_frames_open").HasFilter(QueueStatements.Open);
        builder.HasIndex(frame => new { frame.Stream, frame.EndedAt }).HasDatabaseName("ix_queue_frames_ended").HasFilter(QueueStatements.Ended);
        builder.HasOne<QueueStreamRow>().WithMany().HasForeignKey(frame => frame.Stream).OnDelete(DeleteBehavior.Cascade);
    }
}
