namespace ElasticJobs.Worker.Reports;

/// <summary>What a task does now.</summary>
/// <param name="Instance">Where.</param>
internal sealed record TaskState(string State, string Instance)
{
    public const string Running = nameof(Running);
}
