namespace ElasticJobs.Benchmarks.Simulated;

/// <param name="Pods">How many come and end.</param>
/// <param name="Shortest">How long one runs at least; see <see cref="ChainTask.Duration"/>.</param>
internal sealed record ChainRequest(int Pods, TimeSpan Shortest);
