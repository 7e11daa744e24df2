using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Storage.Pipelines;

internal static class PipelineRows
{
    public static PipelineRevision ToRevision(this PipelineRevisionRow row) =>
        new(row.Project, row.Name, row.Number, Read(row), row.Author, row.CreatedAt);

    private static PipelineDocument Read(PipelineRevisionRow row) =>
        PipelineReader.Read(row.Document).Document
        ?? throw new InvalidOperationException($"Revision {row.Number} of pipeline '{row.Name}' in project '{row.Project}' is stored as something that is no document.");
}
