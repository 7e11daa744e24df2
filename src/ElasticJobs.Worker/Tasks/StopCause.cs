namespace ElasticJobs.Worker.Tasks;

/// <summary>Why a command is ended before it ends by itself.</summary>
internal enum StopCause
{
    None,
    TimedOut,

    /// <summary>It was cancelled, or somebody else has it.</summary>
    Lost,

    /// <summary>See <see cref="TaskStops.Abandoned"/>.</summary>
    Abandoned,

    /// <summary>See <see cref="TaskStops.Gone"/>.</summary>
    Gone,
}
