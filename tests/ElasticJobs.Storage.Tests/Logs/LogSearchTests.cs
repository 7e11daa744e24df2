using System.Text;
using ElasticJobs.Core.Logs;

namespace ElasticJobs.Storage.Tests.Logs;

public sealed class LogSearchTests : IDisposable
{
    private readonly LogFixture _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Search_Forwards_GivesMatchingLinesOnce()
    {
        await WriteAsync("Loss 1 loss\nnothing\nLOSS 2\nthe end");

        var result = await SearchAsync(new LogSearch("loss"));

        Assert.Equal([0, 2], result.Hits);
        Assert.Equal((4, true), (result.ScannedTo, result.IsDone));
        Assert.Equal([2], (await SearchAsync(new LogSearch("LOSS", CaseSensitive: true))).Hits);
        Assert.Equal([3], (await SearchAsync(new LogSearch("END"))).Hits);
    }

    [Fact]
    public async Task Search_Backwards_GivesTheNearestFirst()
    {
        await WriteAsync("a 0\nb\na 2\na 3\nb\na 5\n");

        var fromEnd = await SearchAsync(new LogSearch("a", From: -1, Backwards: true, Limit: 2));
        Assert.Equal([5, 3], fromEnd.Hits);
        Assert.False(fromEnd.IsDone);

        var rest = await SearchAsync(new LogSearch("a", From: fromEnd.ScannedTo, Backwards: true));
        Assert.Equal([2, 0], rest.Hits);
        Assert.True(rest.IsDone);
    }

    [Fact]
    public async Task Search_WithLimit_GoesOnAtScannedTo()
    {
        await WriteAsync(string.Concat(Enumerable.Range(0, 100).Select(i => $"hit {i}\n")));
        var hits = new List<long>();
        var search = new LogSearch("hit", From: 40, Limit: 7);
        while (true)
        {
            var result = await SearchAsync(search);
            hits.AddRange(result.Hits);
            if (result.IsDone)
                break;
            search = search with { From = result.ScannedTo };
        }

        Assert.Equal(Enumerable.Range(40, 60).Select(i => (long)i), hits);
    }

    [Fact]
    public async Task Search_OfOneStream_LeavesTheOtherOut()
    {
        _log.Out("x\nx\n");
        _log.Err("x\n");
        await _log.IndexAsync();

        Assert.Equal([2], (await SearchAsync(new LogSearch("x", Stream: LogStream.Err))).Hits);
        Assert.Equal([1, 0], (await SearchAsync(new LogSearch("x", From: -1, Backwards: true, Stream: LogStream.Out))).Hits);
    }

    [Fact]
    public async Task Search_FindsTextOfAnyScript_AndIgnoresCaseInIt()
    {
        await WriteAsync("训练完成\nÉPOQUE 3\nepoch\n");

        Assert.Equal([0], (await SearchAsync(new LogSearch("完成"))).Hits);
        Assert.Equal([1], (await SearchAsync(new LogSearch("époque"))).Hits);
    }

    [Fact]
    public async Task Search_InALineOfMegabytes_LooksBehindWhatViewersGet()
    {
        await WriteAsync("short\n" + new string('x', 1_048_576 - 5) + "needle" + new string('x', 2_000_000) + "\nneedle\n");

        Assert.Equal([1, 2], (await SearchAsync(new LogSearch("NEEDLE"))).Hits);
    }

    [Fact]
    public async Task Search_OverManyChunks_IsBoundedPerCallAndFindsAll()
    {
        var line = Encoding.ASCII.GetBytes(new string('.', 999) + "\n");
        await using (var file = new FileStream(_log.RawPath(LogStream.Out), FileMode.Create))
        {
            for (var i = 0; i < 100_000; i++)
                file.Write(i % 25_000 == 24_999 ? Encoding.ASCII.GetBytes("Found it\n") : line);
        }
        while ((await _log.IndexAsync()).Total < 100_000)
        {
        }

        Assert.Equal([24_999, 49_999, 74_999, 99_999], await AllAsync(new LogSearch("found IT")));
        Assert.Equal([99_999, 74_999, 49_999, 24_999], await AllAsync(new LogSearch("found IT", From: -1, Backwards: true)));

        async Task<List<long>> AllAsync(LogSearch search)
        {
            var (hits, calls) = (new List<long>(), 0);
            while (true)
            {
                var result = await SearchAsync(search);
                calls++;
                hits.AddRange(result.Hits);
                if (result.IsDone)
                    break;
                search = search with { From = result.ScannedTo };
            }
            Assert.Equal(2, calls);
            return hits;
        }
    }

    [Fact]
    public async Task Search_ForNothing_FindsNothing()
    {
        await WriteAsync("a\n");

        var result = await SearchAsync(new LogSearch(""));

        Assert.Empty(result.Hits);
        Assert.True(result.IsDone);
    }

    private async Task WriteAsync(string text)
    {
        _log.Out(text);
        await _log.IndexAsync(complete: true);
    }

    private Task<LogSearchResult> SearchAsync(LogSearch search) => _log.Store.SearchAsync(_log.Key, search, CancellationToken.None);
}
