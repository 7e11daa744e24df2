using System.Security.Cryptography;
using System.Text.Json;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Tests.Shared.Processes;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Worker.Tests.Fakes;

namespace ElasticJobs.Worker.Tests.Commands;

public sealed class OutputTests
{
    [Fact]
    public async Task Output_OfAnyBytes_ArrivesAsItIs()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue).StartWorker();
        var bytes = RandomNumberGenerator.GetBytes(300_000);
        await File.WriteAllBytesAsync(Path.Combine(instance.Path, "bytes"), bytes);

        var index = queue.Put("cat bytes; cat bytes >&2");
        await queue.EndOfAsync(index);

        Assert.True(bytes.AsSpan().SequenceEqual(queue.Log(index)));
        Assert.True(bytes.AsSpan().SequenceEqual(queue.Log(index, "stderr")));
    }

    [Fact]
    public async Task Output_Large_ArrivesWhollyWithoutMemory()
    {
        const long size = 100_000_000;
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue);
        var worker = instance.StartWorkerProcess();

        var index = queue.Put($"yes 0123456789012345678901234567890123456789 | head -c {size}");
        await queue.EndOfAsync(index, TimeSpan.FromMinutes(3));

        var log = queue.Log(index);
        Assert.Equal(size, log.LongLength);
        Assert.DoesNotContain(Enumerable.Range(0, log.Length).Where(i => i % 41 != 40), i => log[i] != '0' + (i % 41 % 10));
        worker.Refresh();
        Assert.InRange(worker.PeakWorkingSet64, 1, 250_000_000);
    }

    [Fact]
    public async Task Output_ThatWasReported_TakesNoPlaceOnTheDisk()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue).StartWorker();

        var index = queue.Put("head -c 40000000 /dev/zero; until [ -e go ]; do sleep 0.05; done");

        await Eventually.TrueAsync(() => queue.Log(index).Length == 40_000_000, "all is reported", TimeSpan.FromMinutes(1));
        var file = Directory.GetFiles(instance.Path, "stdout", SearchOption.AllDirectories).Single();
        Assert.Equal(40_000_000, new FileInfo(file).Length);
        var kilobytes = int.Parse((await Command.RunAsync("du", "-k", file)).Split('\t')[0]);
        Assert.InRange(kilobytes, 0, 12_000);
    }

    [Fact]
    public async Task Output_WhileTheQueueIsInTrouble_IsHeldAndDoesNotHoldTheCommand()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue).StartWorker();
        var index = queue.Put("echo first; until [ -e go ]; do sleep 0.02; done; head -c 1000000 /dev/zero; : > wrote");
        await queue.LogHasAsync(index, "first");

        queue.Trouble = System.Net.HttpStatusCode.ServiceUnavailable;
        await File.WriteAllTextAsync(Path.Combine(instance.Path, "go"), "");
        await Eventually.TrueAsync(() => File.Exists(Path.Combine(instance.Path, "wrote")), "the command has written all");
        await Eventually.TrueAsync(() => queue.Refusals > 1, "the worker tries again");
        queue.Trouble = null;

        Assert.Equal("0", (await queue.EndOfAsync(index)).Query["exitCode"]);
        Assert.Equal(1_000_006, queue.Log(index).Length);
    }

    [Fact]
    public async Task Output_OfMoreThanTheQueueTakesAtOnce_ComesInSmallerPieces()
    {
        await using var queue = await FakeQueue.StartAsync();
        queue.Limit = 1000;
        await using var instance = TestInstance.Start(queue).StartWorker();

        var index = queue.Put("head -c 50000 /dev/zero | tr '\\0' x");
        var end = await queue.EndOfAsync(index);

        Assert.Equal(50_000, queue.Log(index).Count(letter => letter == 'x'));
        Assert.Equal("", JsonDocument.Parse(end.Body).RootElement.GetProperty("outputTail").GetString());
    }

    [Fact]
    public async Task Output_NotForTheSink_IsTheWorkersOwn()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue).With(InstanceVariables.WriteLog, "false");
        instance.StartWorkerProcess();

        var index = queue.Put("echo hello from a task; echo '##ej progress 1 end'");
        await queue.EndOfAsync(index);

        Assert.Empty(queue.Log(index));
        Assert.Contains(queue.Sent, frame => frame.Kind == "progress");
        await Eventually.TrueAsync(() => instance.Said.Contains("hello from a task"), "the worker wrote it");
    }

    [Fact]
    public async Task Progress_ByLinesAndByFile_IsReportedWithTheLatest()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue).StartWorker();

        var index = queue.Put("""
            echo '##ej progress 0.25 first quarter'
            until [ -e seen ]; do sleep 0.02; done
            echo '0.5 half' > "$EJ_PROGRESS"
            until [ -e seen2 ]; do sleep 0.02; done
            i=0; while [ $i -lt 200 ]; do i=$((i + 1)); echo "##ej progress 0.9 step $i"; done
            echo '##ej progress 7 is not one'
            echo '##ej progress 1 all'
            """);
        await Eventually.TrueAsync(() => Progress().Contains("first quarter"), "the first is reported");
        await File.WriteAllTextAsync(Path.Combine(instance.Path, "seen"), "");
        await Eventually.TrueAsync(() => Progress().Contains("half"), "the file is reported");
        await File.WriteAllTextAsync(Path.Combine(instance.Path, "seen2"), "");
        await queue.EndOfAsync(index);

        Assert.Equal("all", Progress()[^1]);
        Assert.InRange(Progress().Count, 3, 6);

        List<string?> Progress() =>
            [.. queue.Sent.Where(frame => frame.Kind == "progress").Select(frame => JsonDocument.Parse(frame.Body).RootElement.GetProperty("message").GetString())];
    }

    [Fact]
    public async Task Reports_OfATask_AreNumberedWithoutGaps()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue).StartWorker();

        var index = queue.Put("echo a; sleep 0.25; echo b >&2; sleep 0.25; echo '##ej progress 1'");
        await queue.EndOfAsync(index);

        var numbers = queue.Sent.Where(frame => frame.IsSink).Select(frame => long.Parse(frame.Query["seq"])).ToList();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(i => (long)i), numbers);
        Assert.Equal("state", queue.Sent[0].Kind);
    }
}
