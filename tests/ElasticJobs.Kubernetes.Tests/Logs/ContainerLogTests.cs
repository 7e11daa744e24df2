using System.Text;
using ElasticJobs.Kubernetes.Logs;
using ElasticJobs.Tests.Shared.Files;

namespace ElasticJobs.Kubernetes.Tests.Logs;

public sealed class ContainerLogTests : IDisposable
{
    private const string Token = "0123456789abcdef";

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Stream_CutAnywhereAgainAndAgain_LosesAndDoublesNothing(int seed)
    {
        var random = new Random(seed);
        var written = WrittenLog.Of(random, lines: 80, random.Next(2) == 0 ? Token : null);
        using (var log = Open())
        {
            for (var cut = 0; cut < 12; cut++)
                Follow(log, written, random, cutOff: true);
            Finish(log, written, random);
        }

        AssertWhole(written);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Console_KilledBetweenTwoWrites_LosesAndDoublesNothing(int seed)
    {
        var random = new Random(seed);
        var written = WrittenLog.Of(random, lines: 80, random.Next(2) == 0 ? Token : null);
        for (var kill = 0; kill < 12; kill++)
        {
            var before = File.Exists(_directory["main.pos"]) ? File.ReadAllBytes(_directory["main.pos"]) : [];
            using (var log = Open())
                Follow(log, written, random, cutOff: true);
            // The position that was written last is lost, wholly or in part.
            if (random.Next(2) == 0)
                File.WriteAllBytes(_directory["main.pos"], before);
            else if (random.Next(2) == 0)
                Damage(random);
        }

        using (var log = Open())
            Finish(log, written, random);
        AssertWhole(written);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Container_ThatTakesThePlaceOfAnother_GoesOnWithItsLog_WhateverItsClock(int seed)
    {
        var random = new Random(seed);
        // The times of both begin alike.
        WrittenLog[] rounds = [WrittenLog.Of(random, lines: 30, Token), WrittenLog.Of(random, lines: 30, random.Next(2) == 0 ? Token : null)];
        for (var round = 0; round < rounds.Length; round++)
        {
            for (var kill = 0; kill < 5; kill++)
            {
                using var log = Open(round);
                Follow(log, rounds[round], random, cutOff: true);
            }

            using var last = Open(round);
            Finish(last, rounds[round], random);
            if (!last.IsComplete)
                last.Complete();
        }

        rounds[1].Own.WriteTo(rounds[0].Own);
        AssertWhole(rounds[0]);
        Assert.Equal(rounds[1].HasResults, Directory.Exists(_directory["main.results"]));
    }

    [Fact]
    public void Position_ThatIsLost_IsFoundAgainByTheFile()
    {
        var random = new Random(1);
        var written = WrittenLog.Of(random, lines: 300);
        using (var log = Open())
            Follow(log, written, random, cutOff: true);
        File.Delete(_directory["main.pos"]);

        using (var log = Open())
            Finish(log, written, random);

        AssertWhole(written);
    }

    [Fact]
    public void Log_ThatWasRotatedMeanwhile_GoesOnWithItsNextLine()
    {
        using var log = Open();
        log.Begin([]);
        log.Read("2026-01-02T15:04:05.100000000Z same\n2026-01-02T15:04:05.200000000Z same\n"u8);

        // The kubelet has begun a new file: what it gives begins behind the first of the same second.
        log.Begin([]);
        log.Read("2026-01-02T15:04:05.200000000Z same\n2026-01-02T15:04:05.300000000Z same\n"u8);

        Assert.Equal("same\nsame\nsame\n", Text());
    }

    [Fact]
    public void Lines_WithTheSameTime_AreEachTakenOnce()
    {
        using var log = Open();
        log.Begin([]);
        log.Read("2026-01-02T15:04:05.100000000Z a\n2026-01-02T15:04:05.100000000Z a\n"u8);
        log.Begin([]);
        log.Read("2026-01-02T15:04:05.100000000Z a\n2026-01-02T15:04:05.100000000Z a\n2026-01-02T15:04:05.100000000Z a\n2026-01-02T15:04:05.100000000Z b\n"u8);

        Assert.Equal("a\na\na\nb\n", Text());
    }

    [Fact]
    public void Zone_OfTheNode_DoesNotMatter()
    {
        using var log = Open();
        log.Begin([]);
        log.Read("2026-01-02T23:04:05.100000000+08:00 a\n"u8);

        Assert.Equal(new DateTimeOffset(2026, 1, 2, 15, 4, 5, TimeSpan.Zero), log.Since);
        Assert.Equal("a\n", Text());
    }

    [Fact]
    public void Words_OfTheKubelet_AreNoLog()
    {
        using var log = Open();
        log.Begin([]);

        var refusal = Assert.Throws<LogFormatException>(() => log.Read("2026-01-02T15:04:05.100000000Z a\nunable to retrieve container logs for containerd://abc\n"u8));

        Assert.Contains("unable to retrieve", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("a\n", Text());
    }

    [Fact]
    public void Stream_ThatIsNoLog_LeavesTheRestOfTheOneBefore()
    {
        using var log = Open();
        log.Begin([]);
        log.Read("2026-01-02T15:04:05.100000000Z a\n2026-01-02T15:04:05.100000000Z last"u8);

        Assert.Throws<LogFormatException>(() => log.Begin("unable to retrieve container logs for containerd://abc"u8));
        log.End();

        Assert.Equal("a\nlast", Text());
    }

    [Theory]
    [InlineData("")]
    [InlineData("failed to get container status \"abc\": ")]
    public void Words_OfTheKubeletBehindALastLine_AreNoLog(string before)
    {
        using var log = Open();
        log.Begin([]);
        log.Read(Encoding.ASCII.GetBytes($"2026-01-02T15:04:05.100000000Z last{before}rpc error: code = NotFound desc = an error occurred when try to find container \"abc\": not found"));
        log.End();

        Assert.Equal("last", Text());
    }

    [Fact]
    public void Frames_OfBothStreams_EndTheLogAndKeepResultsBesideIt()
    {
        using var log = Open();
        log.Begin([]);
        log.Read(Encoding.ASCII.GetBytes(
            $"2026-01-02T15:04:05.1{new string('0', 8)}Z last\u001e{Token} file a.json\n" +
            $"2026-01-02T15:04:05.2{new string('0', 8)}Z late error\n" +
            $"2026-01-02T15:04:05.3{new string('0', 8)}Z \u001e{Token} data e30=\n" +
            $"2026-01-02T15:04:05.4{new string('0', 8)}Z \u001e{Token} end\n"));
        Assert.False(log.IsComplete);
        log.Read(Encoding.ASCII.GetBytes($"2026-01-02T15:04:05.5{new string('0', 8)}Z \u001e{Token} err\n"));

        Assert.True(log.IsComplete);
        Assert.Equal("lastlate error\n", Text());
        Assert.Equal("{}", File.ReadAllText(_directory["main.results/a.json"]));
    }

    [Fact]
    public void Frames_OfAnotherToken_AreTheTasksOwn()
    {
        using var log = Open();
        log.Begin([]);
        log.Read("2026-01-02T15:04:05.100000000Z \u001effff end\n"u8);

        Assert.Equal("\u001effff end\n", Text());
    }

    public void Dispose() => _directory.Dispose();

    private ContainerLog Open(int round = 0) => new(_directory.Path, "main", Token, round);

    private string Text() => File.ReadAllText(_directory["main.out"]);

    private static void Follow(ContainerLog log, WrittenLog written, Random random, bool cutOff)
    {
        log.Begin([]);
        var stream = written.Since(log.Since);
        var end = cutOff ? random.Next(stream.Length + 1) : stream.Length;
        for (var done = 0; done < end && !log.IsComplete;)
        {
            var count = Math.Min(random.Next(1, 30_000), end - done);
            log.Read(stream.AsSpan(done, count));
            done += count;
        }
    }

    private static void Finish(ContainerLog log, WrittenLog written, Random random)
    {
        if (log.IsComplete)
            return;
        Follow(log, written, random, cutOff: false);
        if (!log.IsComplete)
            log.End();
    }

    private void Damage(Random random)
    {
        var bytes = File.ReadAllBytes(_directory["main.pos"]);
        if (bytes.Length == 0)
            return;
        bytes[random.Next(bytes.Length)] ^= 0x55;
        File.WriteAllBytes(_directory["main.pos"], bytes);
    }

    private void AssertWhole(WrittenLog written)
    {
        var expected = written.Own.ToArray();
        var actual = File.ReadAllBytes(_directory["main.out"]);
        var same = expected.AsSpan().CommonPrefixLength(actual);
        Assert.True(same == expected.Length && same == actual.Length, $"The log has {actual.Length} bytes instead of {expected.Length}; they differ from byte {same} on.");
    }
}
