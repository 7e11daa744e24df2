namespace ElasticJobs.Core.Runs;

public enum RunSignalKind
{
    /// <summary>The run has changed: views of it are old.</summary>
    Changed,

    /// <summary>Something is asked of the run: it was made, a stop was requested, an order placed.</summary>
    Asked,
}

public readonly record struct RunSignal(RunSignalKind Kind, RunId Run);

/// <summary>
/// Wakes the other consoles on the same database. A signal carries nothing and may be lost or doubled: whoever gets one reads the state, and looks at it now and then without one too.
/// </summary>
public interface IRunSignals
{
    /// <summary>Sends it soon; never waits and never fails.</summary>
    void Send(RunSignal signal);

    /// <summary>Those of other consoles, until cancelled. One listener.</summary>
    IAsyncEnumerable<RunSignal> ListenAsync(CancellationToken cancellationToken);
}
