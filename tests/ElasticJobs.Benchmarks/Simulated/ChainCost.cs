namespace ElasticJobs.Benchmarks.Simulated;

/// <param name="Figures">What the simulator saw.</param>
/// <param name="Processor">Milliseconds of processor time a task of the process that made the pods, removal included.</param>
/// <param name="Server">The same of the API server, whoever asked it for something.</param>
internal sealed record ChainCost(ChainFigures Figures, double Processor, double Server);
