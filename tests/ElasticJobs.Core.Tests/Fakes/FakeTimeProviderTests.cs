using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Core.Tests.Fakes;

public sealed class FakeTimeProviderTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Delay_WhenTimeAdvancesPastIt_Completes()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(5), _time);

        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.False(delay.IsCompleted);

        _time.Advance(TimeSpan.FromMinutes(1));
        await delay.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void PeriodicTimer_OverThreePeriods_FiresAtEachOfThem()
    {
        List<DateTimeOffset> fired = [];
        var start = _time.GetUtcNow();
        using var timer = _time.CreateTimer(_ => fired.Add(_time.GetUtcNow()), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal([start.AddSeconds(1), start.AddSeconds(3), start.AddSeconds(5)], fired);
    }

    [Fact]
    public async Task WaitForTimers_UntilCodeUnderTestWaits_ReturnsThen()
    {
        var waiting = _time.WaitForTimersAsync();
        Assert.False(waiting.IsCompleted);

        using var timer = _time.CreateTimer(static _ => { }, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        await waiting;
    }
}
