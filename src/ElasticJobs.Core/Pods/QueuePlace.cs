namespace ElasticJobs.Core.Pods;

/// <summary>Where a <see cref="QueueTask"/> stands that no instance has yet.</summary>
/// <param name="Position">From 1: the next.</param>
/// <param name="Waiting">How many wait, itself included.</param>
/// <param name="Wait">About how long. Null: nothing was done lately that it could be told from.</param>
public sealed record QueuePlace(string Service, long Position, long Waiting, TimeSpan? Wait);
