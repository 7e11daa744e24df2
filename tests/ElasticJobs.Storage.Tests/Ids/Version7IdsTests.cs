using ElasticJobs.Storage.Ids;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Storage.Tests.Ids;

public sealed class Version7IdsTests
{
    [Fact]
    public void NewId_ManyInOneMillisecond_SortAsMade()
    {
        var ids = new Version7Ids(new FakeTimeProvider());

        var made = Enumerable.Range(0, 10_000).Select(_ => ids.NewId()).ToList();

        Assert.Equal(made.Distinct().OrderBy(id => id.ToString(), StringComparer.Ordinal), made);
    }

    [Fact]
    public void NewId_Time_IsInItsFirstBits()
    {
        var time = new FakeTimeProvider();

        var id = new Version7Ids(time).NewId();

        Assert.Equal((7, 0b10), (id.Version, id.Variant >> 2));
        Assert.Equal(time.GetUtcNow().ToUnixTimeMilliseconds().ToString("x12"), id.ToString("N")[..12]);
    }

    [Fact]
    public void NewId_ClockThatGoesBack_StillSortsAsMade()
    {
        var first = new Version7Ids(new SteppingClock(10, 5)).NewId;

        var (earlier, later) = (first(), first());

        Assert.True(string.CompareOrdinal(earlier.ToString(), later.ToString()) < 0);
    }

    private sealed class SteppingClock(params int[] milliseconds) : TimeProvider
    {
        private int _calls;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddMilliseconds(milliseconds[_calls++]);
    }
}
