using System.Diagnostics;
using System.Globalization;
using System.Text;
using ElasticJobs.Core.Logs;

namespace ElasticJobs.Benchmarks.Logs;

/// <summary>A log of 512 MB: indexed at once, against a plain copy of the file; then read in random places and searched.</summary>
internal sealed class StoredLogBenchmark(ILogStore store, LogKey key)
{
    private const long Size = 512L << 20;

    public async Task RunAsync(BenchmarkReport report)
    {
        var path = Path.Combine(store.DirectoryOf(key.Attempt), "main.out");
        var lines = Write(path);
        var copied = Copy(path);
        report.Add("a copy of a file of 512 MB, for comparison", $"{Rate(copied):N0} MB/s");

        var started = Stopwatch.GetTimestamp();
        while (!(await store.IndexAsync(key, complete: true, default)).IsComplete)
        {
        }
        var indexed = Stopwatch.GetElapsedTime(started);
        report.Add("indexing the same file", $"{Rate(indexed):N0} MB/s, {lines / indexed.TotalSeconds / 1e6:N1} million lines/s, index {new FileInfo(Path.ChangeExtension(path, ".idx")).Length / 1024} KB");

        var random = new Random(1);
        var reads = new List<double>();
        for (var i = 0; i < 500; i++)
        {
            started = Stopwatch.GetTimestamp();
            await store.ReadAsync(key, random.NextInt64(lines), 100, default);
            reads.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        reads.Sort();
        report.Add("reading 100 lines anywhere in it", $"p50 {BenchmarkReport.Percentile(reads, 0.5):N2} ms, p99 {BenchmarkReport.Percentile(reads, 0.99):N2} ms");

        foreach (var caseSensitive in new[] { true, false })
        {
            started = Stopwatch.GetTimestamp();
            var search = new LogSearch("not to be found", caseSensitive);
            for (var done = false; !done;)
            {
                var result = await store.SearchAsync(key, search, default);
                (search, done) = (search with { From = result.ScannedTo }, result.IsDone);
            }
            report.Add($"searching it, {(caseSensitive ? "exact" : "any")} case", $"{Rate(Stopwatch.GetElapsedTime(started)):N0} MB/s");
        }
    }

    private static long Write(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 20);
        var lines = 0L;
        while (file.Length < Size)
        {
            var block = new StringBuilder();
            for (var i = 0; i < 10_000; i++)
                block.Append(CultureInfo.InvariantCulture, $"2026-01-01T00:00:00Z INFO step {lines++} loss=0.{i:D6} lr=0.001 throughput=1234.5 samples/s device=cuda:0\n");
            file.Write(Encoding.ASCII.GetBytes(block.ToString()));
        }
        return lines;
    }

    private static TimeSpan Copy(string path)
    {
        var target = path + ".copy";
        var started = Stopwatch.GetTimestamp();
        using (var source = File.OpenRead(path))
        using (var copy = File.Create(target))
            source.CopyTo(copy, 1 << 20);
        var elapsed = Stopwatch.GetElapsedTime(started);
        File.Delete(target);
        return elapsed;
    }

    private static double Rate(TimeSpan time) => Size / time.TotalSeconds / (1 << 20);
}
