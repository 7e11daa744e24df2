namespace ElasticJobs.Worker.Reports;

/// <summary>One of the two that a task writes to.</summary>
internal enum OutputStream
{
    Output,
    Error,
}
