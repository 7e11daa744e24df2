using System.Text;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Logs;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Ids;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Storage.Tests.Logs;

/// <summary>A log directory, and a task that writes into it.</summary>
public sealed class LogFixture : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public LogFixture()
    {
        Store = NewStore();
        Directory = Store.DirectoryOf(Key.Attempt);
    }

    public FakeTimeProvider Time { get; } = new();

    public LogKey Key { get; } = new(new AttemptKey(new RunId(SequentialIds.At(7)), "train", 1), "main");

    public ILogStore Store { get; private set; }

    public string Root => _directory.Path;

    public string Directory { get; }

    public string IndexPath => Path.Combine(Directory, "main.idx");

    public void Write(LogStream stream, ReadOnlySpan<byte> bytes)
    {
        using var file = new FileStream(RawPath(stream), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        file.Write(bytes);
    }

    public void Out(string text) => Write(LogStream.Out, Encoding.UTF8.GetBytes(text));

    public void Err(string text) => Write(LogStream.Err, Encoding.UTF8.GetBytes(text));

    public string RawPath(LogStream stream) => Path.Combine(Directory, stream == LogStream.Out ? "main.out" : "main.err");

    public async Task<LogBatch> IndexAsync(bool complete = false) => await Store.IndexAsync(Key, complete, CancellationToken.None);

    /// <summary>What a console that was killed and started again has: the files and nothing else.</summary>
    public void Restart() => Store = NewStore();

    public async Task<IReadOnlyList<LogLine>> ReadAllAsync()
    {
        var lines = new List<LogLine>();
        while (true)
        {
            var batch = await Store.ReadAsync(Key, lines.Count, 10_000, CancellationToken.None);
            lines.AddRange(batch.Lines);
            if (lines.Count >= batch.Total)
                return lines;
        }
    }

    public async Task<string[]> TextsAsync() => [.. (await ReadAllAsync()).Select(line => line.Text)];

    public void Dispose() => _directory.Dispose();

    private LogStore NewStore() => new(Path.Combine(_directory.Path, "logs"), Time);
}
