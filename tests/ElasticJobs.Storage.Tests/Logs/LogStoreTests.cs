using System.Globalization;
using System.Text;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Ids;

namespace ElasticJobs.Storage.Tests.Logs;

public sealed class LogStoreTests : IDisposable
{
    private readonly LogFixture _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Lines_OfBothStreams_AreNumberedInTheOrderOfTheVisits()
    {
        _log.Out("one\ntwo\n");
        await _log.IndexAsync();
        var first = _log.Time.GetUtcNow();
        _log.Time.Advance(TimeSpan.FromSeconds(3));
        _log.Err("oops\n");
        await _log.IndexAsync();
        _log.Out("three\n");
        await _log.IndexAsync();

        var lines = await _log.ReadAllAsync();

        Assert.Equal(
            [
                new LogLine(0, first, LogStream.Out, "one"),
                new LogLine(1, first, LogStream.Out, "two"),
                new LogLine(2, first.AddSeconds(3), LogStream.Err, "oops"),
                new LogLine(3, first.AddSeconds(3), LogStream.Out, "three"),
            ],
            lines);
    }

    [Fact]
    public async Task LastLine_WithoutLineFeed_ComesOnlyWhenTheLogIsComplete()
    {
        _log.Out("whole\npart");
        var growing = await _log.IndexAsync();
        Assert.Equal((1, false), (growing.Total, growing.IsComplete));

        var complete = await _log.IndexAsync(complete: true);

        Assert.Equal((2, true), (complete.Total, complete.IsComplete));
        Assert.Equal(["whole", "part"], await _log.TextsAsync());
        Assert.True((await _log.Store.ReadAsync(_log.Key, 0, 10, default)).IsComplete);
    }

    [Fact]
    public void OpenLogs_OutliveTheConsole_UntilTheyAreClosed()
    {
        var other = new AttemptKey(_log.Key.Attempt.Run, "a_b-c", 12);
        Assert.Empty(_log.Store.ListOpen());
        _log.Store.Close(other);
        _log.Store.Open(_log.Key.Attempt);
        _log.Store.Open(other);
        _log.Store.Open(other);

        _log.Restart();
        Assert.Equal([_log.Key.Attempt, other], _log.Store.ListOpen().OrderBy(attempt => attempt.Number));

        _log.Store.Close(other);
        _log.Store.Close(other);
        Assert.Equal([_log.Key.Attempt], _log.Store.ListOpen());
    }

    [Fact]
    public async Task OpenLogs_OfADeletedRun_AreForgotten_ThoseOfOthersAreNot()
    {
        var other = new AttemptKey(new RunId(SequentialIds.At(8)), "train", 1);
        _log.Store.Open(_log.Key.Attempt);
        _log.Store.Open(other);
        File.WriteAllText(Path.Combine(_log.Root, "logs", "open", "README"), "no mark");

        await _log.Store.DeleteAsync(_log.Key.Attempt.Run, default);

        Assert.Equal([other], _log.Store.ListOpen());
        Assert.Throws<ArgumentException>(() => _log.Store.Open(other with { Task = "../../etc" }));
    }

    [Fact]
    public async Task CarriageReturns_BeforeLineFeeds_AreNoPartOfTheLine()
    {
        _log.Out("dos\r\n\r\nprogress 1\rprogress 2\n\n");
        await _log.IndexAsync(complete: true);

        Assert.Equal(["dos", "", "progress 1\rprogress 2", ""], await _log.TextsAsync());
    }

    [Fact]
    public async Task Bytes_ThatAreNoUtf8_ShowAsReplacementAndStayInTheDownload()
    {
        byte[] bytes = [0xFF, 0x00, (byte)'a', 0xC3, (byte)'\n', .. "日本\n"u8];
        _log.Write(LogStream.Out, bytes);
        await _log.IndexAsync(complete: true);

        Assert.Equal(["\uFFFD\0a\uFFFD", "日本"], await _log.TextsAsync());
        Assert.Equal(bytes, await DownloadAsync());
    }

    [Fact]
    public async Task LongLine_IsCutForViewersAndWholeInTheDownload()
    {
        var longLine = new string('x', 3_000_000);
        var text = $"before\n{longLine}\r\nafter\n";
        _log.Out(text[..1_500_000]);
        await _log.IndexAsync();
        _log.Out(text[1_500_000..]);
        await _log.IndexAsync(complete: true);

        var lines = await _log.ReadAllAsync();

        Assert.Equal(3, lines.Count);
        Assert.Equal(("before", "after"), (lines[0].Text, lines[2].Text));
        Assert.Equal(64 * 1024, lines[1].Text.Length);
        Assert.Equal(3_000_000, lines[1].FullLength);
        Assert.Equal(text, Encoding.UTF8.GetString(await DownloadAsync()));
    }

    [Fact]
    public async Task LineOfOneHundredKilobytes_IsCutBetweenCharacters()
    {
        _log.Out("a" + string.Concat(Enumerable.Repeat("日", 34_000)) + "\n");
        await _log.IndexAsync();

        var line = Assert.Single(await _log.ReadAllAsync());

        Assert.Equal(102_001, line.FullLength);
        Assert.Equal('日', line.Text[^1]);
        Assert.DoesNotContain('\uFFFD', line.Text);
    }

    [Fact]
    public async Task LongLine_ThatNeverEnds_IsTakenAtCompletion()
    {
        _log.Out(new string('y', 2_500_000));
        Assert.Equal(0, (await _log.IndexAsync()).Total);
        await _log.IndexAsync(complete: true);

        Assert.Equal(2_500_000, Assert.Single(await _log.ReadAllAsync()).FullLength);
    }

    [Fact]
    public async Task ProgressBar_ShowsWhileItsLineGoesOn_AndIsWholeInTheDownload()
    {
        _log.Out("start\n\r10%");
        await _log.IndexAsync();
        _log.Out("\r20%\r30%");
        Assert.Equal(1, (await _log.IndexAsync()).Total);
        _log.Time.Advance(TimeSpan.FromSeconds(1));
        _log.Out("\r40%");
        Assert.Equal(2, (await _log.IndexAsync()).Total);
        _log.Time.Advance(TimeSpan.FromSeconds(0.5));
        _log.Out("\r50%");
        Assert.Equal(2, (await _log.IndexAsync()).Total);
        _log.Restart();
        _log.Out("\r100%\ndone\n");
        await _log.IndexAsync(complete: true);

        Assert.Equal(["start", "10%\r20%\r30%", "40%\r50%\r100%", "done"], await _log.TextsAsync());
        Assert.Equal("start\n\r10%\r20%\r30%\r40%\r50%\r100%\ndone\n", Encoding.UTF8.GetString(await DownloadAsync()));
    }

    [Fact]
    public async Task WindowsLine_WrittenInTwoParts_IsOneLine()
    {
        _log.Out("slow\r");
        await _log.IndexAsync();
        _log.Time.Advance(TimeSpan.FromSeconds(5));
        await _log.IndexAsync();
        _log.Out("\nnext");
        await _log.IndexAsync(complete: true);

        Assert.Equal(["slow", "next"], await _log.TextsAsync());
    }

    [Fact]
    public async Task Read_FromNegative_GivesTheLastLines()
    {
        _log.Out(Numbers(0, 1000));
        await _log.IndexAsync();

        var batch = await _log.Store.ReadAsync(_log.Key, -3, 100, default);

        Assert.Equal(["997", "998", "999"], batch.Lines.Select(line => line.Text));
        Assert.Equal(1000, batch.Total);
        Assert.Equal(1000, (await _log.Store.ReadAsync(_log.Key, -5000, 5000, default)).Lines.Count);
        Assert.Empty((await _log.Store.ReadAsync(_log.Key, 1000, 10, default)).Lines);
    }

    [Fact]
    public async Task Read_IsBoundedInLinesAndBytes()
    {
        for (var i = 0; i < 60; i++)
            _log.Out(new string('z', 60_000) + "\n");
        await _log.IndexAsync();

        Assert.Equal(5, (await _log.Store.ReadAsync(_log.Key, 10, 5, default)).Lines.Count);
        Assert.InRange((await _log.Store.ReadAsync(_log.Key, 0, 60, default)).Lines.Count, 1, 18);
    }

    [Fact]
    public async Task Log_ThatIsNotThere_IsEmpty()
    {
        var key = _log.Key with { Attempt = _log.Key.Attempt with { Number = 9 } };

        var batch = await _log.Store.ReadAsync(key, 0, 10, default);

        Assert.Equal((0, false), (batch.Total, batch.IsComplete));
        Assert.Empty(_log.Store.ListContainers(key.Attempt));
    }

    [Fact]
    public async Task Index_AfterCompletion_TakesNothingMore()
    {
        _log.Out("a\n");
        await _log.IndexAsync(complete: true);
        _log.Out("late\n");

        Assert.Equal(1, (await _log.IndexAsync()).Total);
        _log.Restart();
        Assert.Equal(1, (await _log.IndexAsync(complete: true)).Total);
    }

    [Fact]
    public async Task Download_WhenALastLineHasNoLineFeed_KeepsTheStreamsApart()
    {
        _log.Out("out");
        _log.Err("err");
        await _log.IndexAsync(complete: true);

        Assert.Equal("out\nerr", Encoding.UTF8.GetString(await DownloadAsync()));
    }

    [Fact]
    public async Task ManySmallWrites_BetweenVisits_ShareARecord()
    {
        for (var i = 0; i < 500; i++)
            _log.Out($"{i}\n");
        await _log.IndexAsync();

        Assert.Equal(64, new FileInfo(_log.IndexPath).Length);
    }

    [Fact]
    public async Task HugeLog_ReadsItsMiddleAndItsEnd_AndHasASmallIndex()
    {
        const int LineLength = 100;
        const int Lines = 3_000_000;
        using (var file = new FileStream(_log.RawPath(LogStream.Out), FileMode.Create))
        {
            var block = new StringBuilder();
            for (var i = 0; i < Lines; i++)
            {
                block.Append(CultureInfo.InvariantCulture, $"{i:D10} ").Append('.', LineLength - 12).Append('\n');
                if (block.Length < 1 << 20 && i < Lines - 1)
                    continue;
                file.Write(Encoding.ASCII.GetBytes(block.ToString()));
                block.Clear();
            }
        }
        while ((await _log.IndexAsync()).Total < Lines)
        {
        }

        var middle = await _log.Store.ReadAsync(_log.Key, 1_234_567, 2, default);
        var end = await _log.Store.ReadAsync(_log.Key, -1, 2, default);

        Assert.StartsWith("0001234567 ", middle.Lines[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("0001234568 ", middle.Lines[1].Text, StringComparison.Ordinal);
        Assert.StartsWith("0002999999 ", Assert.Single(end.Lines).Text, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(_log.IndexPath).Length, 1, 64 * 1024);
    }

    [Fact]
    public async Task Containers_AreThoseWithOutputOrAnIndex()
    {
        File.WriteAllText(Path.Combine(_log.Directory, "sidecar.err"), "x\n");
        await _log.IndexAsync(complete: true);

        Assert.Equal(["main", "sidecar"], _log.Store.ListContainers(_log.Key.Attempt));
    }

    [Fact]
    public async Task Delete_RemovesTheRunsLogsAndNothingComesBack()
    {
        _log.Out("a\n");
        await _log.IndexAsync();

        await _log.Store.DeleteAsync(_log.Key.Attempt.Run, default);
        var after = await _log.IndexAsync();

        Assert.Equal(0, after.Total);
        Assert.False(Directory.Exists(_log.Directory));
    }

    [Fact]
    public void Directory_OfAVersion7Run_LiesUnderTheMonthOfItsMaking()
    {
        var run = new RunId(Guid.Parse("01937000-0000-7abc-8000-000000000000"));

        var directory = _log.Store.DirectoryOf(new AttemptKey(run, "a_b", 2));

        Assert.EndsWith($"logs/2024-11/{run}/a_b.2", directory, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => _log.Store.DirectoryOf(new AttemptKey(run, "../../etc", 2)));
    }

    private async Task<byte[]> DownloadAsync()
    {
        using var copy = new MemoryStream();
        await _log.Store.CopyToAsync(_log.Key, copy, CancellationToken.None);
        return copy.ToArray();
    }

    private static string Numbers(int from, int count) => string.Concat(Enumerable.Range(from, count).Select(i => $"{i}\n"));
}
