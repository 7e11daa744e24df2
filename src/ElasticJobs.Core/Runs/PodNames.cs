using System.Globalization;

namespace ElasticJobs.Core.Runs;

/// <summary>A pod's name is fixed by run, task and attempt, so that starting it again is the same act.</summary>
public static class PodNames
{
    /// <summary>
    /// <c>r{last 12 hex digits of the run}-{task}-{attempt}</c>: a DNS label of 63 characters at most, since a task's id has 40 and no attempt more than 6 digits.
    /// An id's <c>_</c> becomes <c>--</c>, which no id contains.
    /// </summary>
    public static string ForAttempt(AttemptKey attempt) => string.Create(
        CultureInfo.InvariantCulture,
        $"r{attempt.Run.Value.ToString("N")[20..]}-{attempt.Task.Replace("_", "--", StringComparison.Ordinal)}-{attempt.Number}");

    /// <summary>Of a debug session's terminal.</summary>
    public static string ForDebug(Guid session) => $"d{session.ToString("N")[20..]}";

    /// <summary>Directory name of a run's workspace.</summary>
    public static string Workspace(RunId run) => run.ToString();
}
