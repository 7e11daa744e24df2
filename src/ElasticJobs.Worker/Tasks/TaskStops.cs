namespace ElasticJobs.Worker.Tasks;

/// <summary>What may end tasks before their time, for all of a worker at once.</summary>
/// <param name="Draining">The worker was told to end: nothing new begins.</param>
/// <param name="Abandoned">Its grace is used up: tasks are stopped and given back.</param>
/// <param name="Gone">The instance's main process has ended, and all tasks with it.</param>
/// <param name="End">The worker ends now, whatever was said and whatever not.</param>
internal sealed record TaskStops(CancellationToken Draining, CancellationToken Abandoned, CancellationToken Gone, CancellationToken End);
