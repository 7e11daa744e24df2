namespace ElasticJobs.Benchmarks.Simulated;

/// <summary>Chains side by side, and how long a task takes at least; see <see cref="ChainTask.Duration"/>.</summary>
internal sealed record ChainPace(int Chains, int Length, TimeSpan Shortest)
{
    public int Tasks => Chains * Length;

    public ChainRequest Request => new(Tasks, Shortest);
}
