using System.Globalization;
using System.Text;
using ElasticJobs.Core.Logs;

namespace ElasticJobs.Storage.Tests.Logs;

/// <summary>The logs of an attempt's containers read as one.</summary>
public sealed class LogMergeTests : IDisposable
{
    private readonly LogFixture _log = new();

    private LogKey Merged => new(_log.Key.Attempt, LogKey.Merged);

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Lines_ComeInTheOrderOfTheirTimes_WithTheirContainers()
    {
        await WriteAsync("worker-0", "a1\na2\n");
        await WriteAsync("worker-1", "b1\n");
        await WriteAsync("worker-0", "a3\n");
        await MergeAsync();

        Assert.Equal(["0 worker-0 a1", "1 worker-0 a2", "2 worker-1 b1", "3 worker-0 a3"], await TextsAsync());
        Assert.Equal(["2 worker-1 b1", "3 worker-0 a3"], await TextsAsync(-2));
        Assert.Equal(["1 worker-0 a2", "2 worker-1 b1"], await TextsAsync(1, 2));
    }

    [Fact]
    public async Task MergedLine_KeepsItsNumber_WhateverComesLater()
    {
        await WriteAsync("worker-1", "b1\n");
        await MergeAsync();
        // Seen before the next merge, written before the line above as far as anyone knows.
        await WriteAsync("worker-0", "a1\n");
        await MergeAsync();
        var before = await TextsAsync();

        await WriteAsync("worker-1", "b2\n");
        await MergeAsync(complete: true);

        Assert.Equal(before, (await TextsAsync()).Take(2));
        var batch = await _log.Store.ReadAsync(Merged, 3, 9, default);
        Assert.Equal((3, true), (batch.Total, batch.IsComplete));
    }

    /// <summary>Any mix of writes, merges and consoles that are killed: no line is lost or doubled, none changes its number, each container keeps its order.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Lines_OverAnyMixOfWritesAndKilledConsoles_AreEachThereOnce(int seed)
    {
        var random = new Random(seed);
        var written = new Dictionary<string, int> { ["worker-0"] = 0, ["worker-1"] = 0, ["worker-2"] = 0 };
        List<string> known = [];
        for (var step = 0; step < 60; step++)
        {
            var worker = $"worker-{random.Next(3)}";
            var text = new StringBuilder();
            for (var i = random.Next(1, 30); i > 0; i--)
                text.Append(CultureInfo.InvariantCulture, $"{written[worker]++}\n");
            await WriteAsync(worker, text.ToString());
            if (random.Next(3) > 0)
                await MergeAsync();
            if (random.Next(10) == 0)
            {
                // Killed in the middle of its last write.
                _log.Restart();
                using (var file = new FileStream(Path.Combine(_log.Store.DirectoryOf(_log.Key.Attempt), "containers.merge"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite))
                    file.SetLength(Math.Max(0, file.Length - random.Next(300)));
                known = [.. known.Take((int)(await _log.Store.ReadAsync(Merged, 0, 0, default)).Total)];
            }

            var now = await TextsAsync();
            Assert.Equal(known, now.Take(known.Count));
            known = now;
        }

        await MergeAsync(complete: true);
        var all = await TextsAsync();
        foreach (var (worker, count) in written)
            Assert.Equal(Enumerable.Range(0, count).Select(i => $"{worker} {i}"), all.Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]).Where(line => line.StartsWith(worker, StringComparison.Ordinal)));
        Assert.Equal(Enumerable.Range(0, all.Count).Select(i => i.ToString(CultureInfo.InvariantCulture)), all.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task Search_FindsWhatEachLineHolds_InBothDirectionsAndInPages()
    {
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            await WriteAsync($"worker-{random.Next(3)}", random.Next(4) == 0 ? "a needle\n" : "hay\n");
            if (random.Next(4) == 0)
                await MergeAsync();
        }

        await MergeAsync();
        long[] expected = [.. (await _log.Store.ReadAsync(Merged, 0, 1000, default)).Lines.Where(line => line.Text.Contains("needle", StringComparison.Ordinal)).Select(line => line.Number)];

        Assert.NotEmpty(expected);
        Assert.Equal(expected, await SearchAsync(new LogSearch("NEEDLE", Limit: 7)));
        Assert.Equal(expected.Reverse(), await SearchAsync(new LogSearch("needle", From: -1, Backwards: true, Limit: 7)));
        var middle = expected[expected.Length / 2];
        Assert.Equal(expected.Where(line => line >= middle), await SearchAsync(new LogSearch("needle", From: middle, Limit: 3)));
        Assert.Equal(expected.Where(line => line <= middle).Reverse(), await SearchAsync(new LogSearch("needle", From: middle, Backwards: true, Limit: 3)));
    }

    [Fact]
    public async Task Lines_TooLongForOneBatch_ComeInSeveral()
    {
        for (var i = 0; i < 40; i++)
            await WriteAsync($"worker-{i % 2}", new string((char)('a' + (i % 26)), 60_000) + "\n");
        await MergeAsync();

        List<long> numbers = [];
        while (numbers.Count < 40)
        {
            var batch = await _log.Store.ReadAsync(Merged, numbers.Count, 100, default);
            Assert.NotEmpty(batch.Lines);
            numbers.AddRange(batch.Lines.Select(line => line.Number));
        }

        Assert.Equal(Enumerable.Range(0, 40).Select(i => (long)i), numbers);
    }

    [Fact]
    public async Task Download_HasEachLineBehindItsContainer()
    {
        await WriteAsync("worker-0", "a\n");
        await WriteAsync("worker-1", "b\n");
        await MergeAsync();
        using var stream = new MemoryStream();

        await _log.Store.CopyToAsync(Merged, stream, default);

        Assert.Equal("worker-0 a\nworker-1 b\n", Encoding.UTF8.GetString(stream.ToArray()));
        Assert.Equal(["worker-0", "worker-1"], _log.Store.ListContainers(_log.Key.Attempt));
    }

    private async Task WriteAsync(string container, string text)
    {
        await File.AppendAllTextAsync(Path.Combine(_log.Store.DirectoryOf(_log.Key.Attempt), $"{container}.out"), text);
        _log.Time.Advance(TimeSpan.FromMilliseconds(50));
        await _log.Store.IndexAsync(_log.Key with { Container = container }, complete: false, default);
    }

    private async Task MergeAsync(bool complete = false) => await _log.Store.IndexAsync(Merged, complete, default);

    private async Task<List<string>> TextsAsync(long from = 0, int limit = 10_000) =>
        [.. (await _log.Store.ReadAsync(Merged, from, limit, default)).Lines.Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Number} {line.Container} {line.Text}"))];

    private async Task<List<long>> SearchAsync(LogSearch search)
    {
        List<long> hits = [];
        for (var pages = 0; pages < 1000; pages++)
        {
            var result = await _log.Store.SearchAsync(Merged, search, default);
            hits.AddRange(result.Hits);
            if (result.IsDone)
                return hits;
            search = search with { From = result.ScannedTo };
        }

        throw new InvalidOperationException("The search does not end.");
    }
}
