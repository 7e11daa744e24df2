namespace ElasticJobs.Benchmarks.Simulated;

/// <summary>What the simulator saw of chains, whoever made their pods.</summary>
/// <param name="Seconds">From the first pod that a watch told of to the last pod's end.</param>
/// <param name="CreatesPerSecond">Between the first and the last pod that a watch told of.</param>
/// <param name="AtOnce">Pods that were there and had not ended, at most.</param>
/// <param name="Gaps">Milliseconds from the answer to the request that told a pod's end until a watch told of the next pod of its chain; sorted.</param>
/// <param name="Echoes">Milliseconds from that answer until a watch told of the end itself, which is as late as the API server makes it; sorted.</param>
/// <param name="Steps">Milliseconds from when a watch told of an end until it told of the next pod of its chain; sorted.</param>
internal sealed record ChainFigures(double Seconds, double CreatesPerSecond, int AtOnce, IReadOnlyList<double> Gaps, IReadOnlyList<double> Echoes, IReadOnlyList<double> Steps);
