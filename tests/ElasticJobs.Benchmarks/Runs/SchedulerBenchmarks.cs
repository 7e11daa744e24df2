namespace ElasticJobs.Benchmarks.Runs;

/// <summary>The scheduler's numbers of the specification, each beside what the disk can do at the same moment.</summary>
internal static class SchedulerBenchmarks
{
    public static async Task RunAsync(BenchmarkReport report)
    {
        var rawCommits = RawCommitsBaseline.PerSecond();
        report.Add("raw SQLite commits per second here, one small row each", $"{rawCommits:N0}");
        await TransitionsBenchmark.RunAsync(report, rawCommits);
        await SmallRunsBenchmark.RunAsync(report, rawCommits);
        await LargeRunBenchmark.RunAsync(report, rawCommits);
        await NextStartBenchmark.RunAsync(report, rawCommits);
    }
}
