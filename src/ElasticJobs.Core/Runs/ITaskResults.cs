namespace ElasticJobs.Core.Runs;

/// <summary>What attempts wrote to <c>$EJ_RESULTS</c>, kept after their pods are gone.</summary>
public interface ITaskResults
{
    /// <summary>File name to text; empty when there is none. 1 MB a file and 32 files at most are kept.</summary>
    Task<IReadOnlyDictionary<string, string>> ReadAsync(AttemptKey attempt, CancellationToken cancellationToken);

    /// <summary>Called once an attempt's pod has ended, before it is removed. The same again replaces.</summary>
    Task SaveAsync(AttemptKey attempt, IReadOnlyDictionary<string, string> results, CancellationToken cancellationToken);
}
