namespace ElasticJobs.Core.Runs;

/// <summary>How many tasks may be started at once over all runs. A <see cref="RunMachine"/> asks inside a step, before each start.</summary>
public interface IStartPermits
{
    /// <summary>Null: any number.</summary>
    int? Limit { get; }

    /// <summary>True: the run may start one task more. What it really has started it tells after the step.</summary>
    bool TryTake(RunId run);
}

/// <summary>No limit over all runs.</summary>
public sealed class UnlimitedStarts : IStartPermits
{
    public static UnlimitedStarts Instance { get; } = new();

    public int? Limit => null;

    public bool TryTake(RunId run) => true;
}
