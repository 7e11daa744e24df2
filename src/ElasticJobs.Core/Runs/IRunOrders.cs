namespace ElasticJobs.Core.Runs;

public enum RunOrderKind
{
    Retry,
    Delete,
}

/// <summary>Something that only the console that leads can do, asked at another one. One at a time per run.</summary>
public sealed record RunOrder(RunId Run, RunOrderKind Kind, string Actor, DateTimeOffset At);

/// <summary>Orders between consoles on one database; stored, so that a change of the lead loses none.</summary>
public interface IRunOrders
{
    /// <summary>Replaces an earlier order for the run and its answer.</summary>
    Task PlaceAsync(RunOrder order, CancellationToken cancellationToken);

    /// <summary>Those without answer, oldest first.</summary>
    Task<IReadOnlyList<RunOrder>> ListOpenAsync(CancellationToken cancellationToken);

    /// <param name="refusal">Null: it is done.</param>
    Task AnswerAsync(RunId run, RefusedException? refusal, CancellationToken cancellationToken);

    /// <summary>Whether it was answered. An answer is taken once.</summary>
    /// <exception cref="RefusedException">It was refused.</exception>
    Task<bool> TakeAnswerAsync(RunId run, CancellationToken cancellationToken);
}
