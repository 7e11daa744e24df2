namespace ElasticJobs.Worker;

/// <summary>How the worker ends. A greater code is an accident, after which it may be started again and goes on with what runs.</summary>
internal static class ExitCodes
{
    /// <summary>It was told to end, and every task was ended or given back.</summary>
    public const int Drained = 0;

    /// <summary>Its environment lacks something or says something wrong.</summary>
    public const int WrongEnvironment = 2;

    /// <summary>The instance's main process has ended; what ran was given back.</summary>
    public const int InstanceEnded = 3;

    /// <summary>It was told to end twice: tasks were stopped, and the queue will notice by their leases.</summary>
    public const int EndedAtOnce = 4;
}
