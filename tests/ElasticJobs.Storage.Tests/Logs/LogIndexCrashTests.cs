using System.Globalization;
using System.Text;
using ElasticJobs.Core.Logs;
using ElasticJobs.Storage.Logs;

namespace ElasticJobs.Storage.Tests.Logs;

/// <summary>What a collector that was killed at any instruction leaves behind.</summary>
public sealed class LogIndexCrashTests
{
    [Fact]
    public async Task TornLastRecord_IsIgnoredByReadersAndReplacedByTheIndexer()
    {
        using var log = new LogFixture();
        log.Out("one\n");
        await log.IndexAsync();
        log.Out("two\n");
        await log.IndexAsync();
        Truncate(log.IndexPath, 64 + 17);
        log.Restart();

        Assert.Equal(["one"], await log.TextsAsync());
        log.Err("three\n");
        await log.IndexAsync(complete: true);

        Assert.Equal(["one", "two", "three"], await log.TextsAsync());
        Assert.Equal(4 * 64, new FileInfo(log.IndexPath).Length);
    }

    [Fact]
    public async Task LastRecord_OfZeroes_IsIgnored()
    {
        using var log = new LogFixture();
        log.Out("one\n");
        await log.IndexAsync();
        await using (var index = new FileStream(log.IndexPath, FileMode.Append))
            index.Write(new byte[64]);
        log.Restart();

        Assert.Equal(["one"], await log.TextsAsync());
        log.Out("two\n");
        await log.IndexAsync();
        Assert.Equal(["one", "two"], await log.TextsAsync());
    }

    /// <summary>Random writes, visits and kills; a kill leaves any prefix of the index.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Interleavings_WithKillsAtRandomPoints_GiveEveryLineOnceAndInOrder(int seed)
    {
        var random = new Random(seed);
        using var log = new LogFixture();
        var written = new StringBuilder[] { new(), new() };
        long kept = 0;
        for (var step = 0; step < 300; step++)
        {
            switch (random.Next(6))
            {
                case 0 or 1 or 2:
                    var stream = random.Next(2);
                    var text = RandomText(random, $"{step}");
                    written[stream].Append(text);
                    log.Write((LogStream)stream, Encoding.UTF8.GetBytes(text));
                    break;
                case 3 or 4:
                    kept = IndexLength(log);
                    await log.IndexAsync();
                    break;
                case 5 when File.Exists(log.IndexPath):
                    // Bytes that were once on disk stay there over kill -9: only what the last visit wrote may be missing in part.
                    Truncate(log.IndexPath, random.NextInt64(kept, IndexLength(log) + 1));
                    kept = IndexLength(log) / 64 * 64;
                    log.Restart();
                    break;
            }
        }
        log.Restart();
        await log.IndexAsync(complete: true);

        var lines = await log.ReadAllAsync();

        Assert.Equal(Enumerable.Range(0, lines.Count), lines.Select(line => (int)line.Number));
        foreach (var stream in new[] { LogStream.Out, LogStream.Err })
        {
            var expected = written[(int)stream].ToString().Split('\n');
            // What follows the last line feed is a line only if there is something.
            Assert.Equal(
                expected[^1].Length == 0 ? expected[..^1] : expected,
                lines.Where(line => line.Stream == stream).Select(line => line.Text));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task ProgressBars_WithKillsAtRandomPoints_LeaveNoByteOut(int seed)
    {
        var random = new Random(seed);
        using var log = new LogFixture();
        for (var step = 0; step < 200; step++)
        {
            log.Write((LogStream)random.Next(2), Encoding.ASCII.GetBytes(random.Next(5) == 0 ? "done\r\n" : $"\r{step}%"));
            log.Time.Advance(TimeSpan.FromMilliseconds(random.Next(1500)));
            var kept = IndexLength(log);
            await log.IndexAsync();
            if (random.Next(4) != 0 || !File.Exists(log.IndexPath))
                continue;
            Truncate(log.IndexPath, random.NextInt64(kept, IndexLength(log) + 1));
            log.Restart();
        }
        log.Restart();
        await log.IndexAsync(complete: true);

        using var index = LogIndex.Open(log.IndexPath);
        var (ends, lines) = (new long[2], 0L);
        for (var i = 0; i < index.ChunkCount; i++)
        {
            var chunk = index[i];
            Assert.Equal((ends[(int)chunk.Stream], lines), (chunk.Offset, chunk.FirstLine));
            (ends[(int)chunk.Stream], lines) = (chunk.EndOffset, chunk.EndLine);
        }
        Assert.Equal([new FileInfo(log.RawPath(LogStream.Out)).Length, new FileInfo(log.RawPath(LogStream.Err)).Length], ends);
        Assert.Equal(lines, (await log.ReadAllAsync()).Count);
    }

    [Fact]
    public async Task NumbersAndTimes_OfIndexedLines_OutliveAKill()
    {
        using var log = new LogFixture();
        log.Err("e\n");
        await log.IndexAsync();
        log.Out("o\n");
        await log.IndexAsync();
        var before = await log.ReadAllAsync();
        log.Time.Advance(TimeSpan.FromHours(1));
        log.Restart();
        log.Err("later\n");
        await log.IndexAsync();

        Assert.Equal(before, (await log.ReadAllAsync()).Take(2));
    }

    [Fact]
    public async Task Readers_WhileTheIndexerWrites_SeeWholeLinesOnly()
    {
        using var log = new LogFixture();
        using var done = new CancellationTokenSource();
        var reader = Task.Run(async () =>
        {
            var next = 0L;
            while (true)
            {
                var last = done.IsCancellationRequested;
                var batch = await log.Store.ReadAsync(log.Key, next, 5000, CancellationToken.None);
                foreach (var line in batch.Lines)
                    Assert.Equal($"line {next++}", line.Text);
                if (last && next == batch.Total)
                    return next;
            }
        });
        for (var i = 0; i < 20_000; i++)
        {
            log.Out($"line {i}\n");
            if (i % 7 == 0)
                await log.IndexAsync();
        }
        await log.IndexAsync();
        await done.CancelAsync();

        Assert.Equal(20_000, await reader);
    }

    [Fact]
    public void Record_WithAnyBitChanged_IsRefused()
    {
        var record = new ChunkRecord(LogStream.Err, 1, 2, 3, 4, 5, 6, IsUnterminated: true);
        var bytes = new byte[ChunkRecord.Size];
        record.Write(bytes);
        Assert.True(ChunkRecord.TryRead(bytes, out var read));
        Assert.Equal(record, read);

        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(ChunkRecord.TryRead(bytes, out _), $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    private static long IndexLength(LogFixture log) => File.Exists(log.IndexPath) ? new FileInfo(log.IndexPath).Length : 0;

    private static string RandomText(Random random, string mark)
    {
        var text = new StringBuilder();
        for (var parts = random.Next(1, 6); parts > 0; parts--)
            text.Append(CultureInfo.InvariantCulture, $"{mark}é{parts}").Append(random.Next(3) == 0 ? "" : "\n");
        return text.ToString();
    }

    private static void Truncate(string path, long length)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.SetLength(length);
    }
}
