namespace ElasticJobs.Core.Projects;

public enum PlacePhase
{
    /// <summary>The console is about to make what is missing.</summary>
    Preparing,

    Ready,

    /// <summary>Something has to be done by a person; the console tries again meanwhile.</summary>
    Failed,
}

/// <summary>How far a project's place is.</summary>
/// <param name="Problem">What is in the way and what to do. Null: nothing.</param>
public sealed record PlaceState(PlacePhase Phase, Problem? Problem = null)
{
    /// <summary>Whether the namespace is this console's own: made by it, or handed over by its label.</summary>
    public bool OwnsNamespace { get; init; }

    /// <summary>It was ready once, so there may be pods.</summary>
    public bool WasReady { get; init; }

    /// <summary>Whether pods may be started: also while a place that is ready gets other terms.</summary>
    public bool TakesPods => Phase == PlacePhase.Ready || (Phase == PlacePhase.Preparing && WasReady);
}
