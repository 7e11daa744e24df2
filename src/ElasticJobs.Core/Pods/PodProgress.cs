namespace ElasticJobs.Core.Pods;

/// <summary>How far a <see cref="QueueTask"/> says that it is.</summary>
/// <param name="Share">0 to 1.</param>
/// <param name="Words">Its own. Empty: none.</param>
public sealed record PodProgress(double Share, string Words);
