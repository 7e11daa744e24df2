using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Kubernetes.Tests.Client.Http;

public sealed class RequestRateTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Burst_passes_at_once_and_the_rest_at_the_rate()
    {
        using var rate = new RequestRate(perSecond: 10, burst: 2, _time);
        await rate.WaitAsync(RequestPriority.Control, CancellationToken.None);
        await rate.WaitAsync(RequestPriority.Control, CancellationToken.None);
        var third = rate.WaitAsync(RequestPriority.Control, CancellationToken.None).AsTask();
        var fourth = rate.WaitAsync(RequestPriority.Control, CancellationToken.None).AsTask();

        _time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.False(third.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(2));
        await third.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.False(fourth.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(101));
        await fourth.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Control_passes_bulk_that_waited_longer()
    {
        using var rate = new RequestRate(perSecond: 1, burst: 1, _time);
        await rate.WaitAsync(RequestPriority.Control, CancellationToken.None);
        var bulk = rate.WaitAsync(RequestPriority.Bulk, CancellationToken.None).AsTask();
        var control = rate.WaitAsync(RequestPriority.Control, CancellationToken.None).AsTask();

        _time.Advance(TimeSpan.FromSeconds(1.01));

        await control.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.False(bulk.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1.01));
        await bulk.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Who_gives_up_takes_no_turn()
    {
        using var rate = new RequestRate(perSecond: 1, burst: 1, _time);
        await rate.WaitAsync(RequestPriority.Control, CancellationToken.None);
        using var giveUp = new CancellationTokenSource();
        var first = rate.WaitAsync(RequestPriority.Control, giveUp.Token).AsTask();
        var second = rate.WaitAsync(RequestPriority.Control, CancellationToken.None).AsTask();

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _time.Advance(TimeSpan.FromSeconds(1.01));

        await second.WaitAsync(TimeSpan.FromSeconds(60));
    }
}
