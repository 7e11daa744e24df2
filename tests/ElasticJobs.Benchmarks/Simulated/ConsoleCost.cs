namespace ElasticJobs.Benchmarks.Simulated;

/// <param name="Memory">Peak of the console's resident memory, in MB.</param>
/// <param name="Metrics">What its own metrics grew by.</param>
internal sealed record ConsoleCost(ChainCost Chains, double Memory, ConsoleMetrics Metrics);
