using System.Collections.Concurrent;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticJobs.Kubernetes.Tests.Client.WorkQueues;

public sealed class WorkQueueTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _handled = [];
    private readonly WorkQueue<string> _queue;
    private Task _running = Task.CompletedTask;

    public WorkQueueTests() => _queue = new WorkQueue<string>(_time, NullLogger.Instance, new Random(1));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAny(_running);
        _stop.Dispose();
    }

    [Fact]
    public async Task Key_that_was_added_many_times_is_handled_once()
    {
        _queue.Add("a");
        _queue.Add("a");
        _queue.Add("b");
        Assert.Equal(2, _queue.Waiting);

        Run(2, _ => null);

        await HandledAsync(2);
        Assert.Equal(["a", "b"], _handled.Order());
    }

    [Fact]
    public async Task Key_is_never_handled_twice_at_once_and_once_more_when_it_was_added_meanwhile()
    {
        var inside = 0;
        var entered = new SemaphoreSlim(0);
        var release = new SemaphoreSlim(0);
        _running = _queue.RunAsync(4, async (key, token) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref inside));
            entered.Release();
            await release.WaitAsync(token);
            Interlocked.Decrement(ref inside);
            _handled.Enqueue(key);
            return null;
        }, _stop.Token);
        _queue.Add("a");
        Assert.True(await entered.WaitAsync(TimeSpan.FromSeconds(60)), "a is not handled");

        _queue.Add("a");
        _queue.Add("a");
        Assert.Equal(0, _queue.Waiting);
        release.Release(2);

        await HandledAsync(2);
        Assert.Equal(0, _queue.Waiting);
    }

    [Fact]
    public async Task Failures_wait_longer_each_time_up_to_five_minutes_and_a_success_forgets_them()
    {
        var fails = true;
        Run(1, _ => fails ? throw new InvalidOperationException("no") : null);
        _queue.Add("a");

        var waits = new List<TimeSpan>();
        for (var i = 1; i <= 12; i++)
        {
            await HandledAsync(i);
            waits.Add(await WaitForNextAsync(i + 1));
        }

        Assert.All(waits.Index(), wait =>
        {
            var full = Math.Min(Math.Pow(2, wait.Index), 300);
            Assert.InRange(wait.Item.TotalSeconds, full / 2, full + 0.5);
        });

        fails = false;
        _queue.Add("a");
        await HandledAsync(14);
        fails = true;
        _queue.Add("a");
        await HandledAsync(15);
        Assert.InRange((await WaitForNextAsync(16)).TotalSeconds, 0.5, 1.5);
    }

    [Fact]
    public async Task Key_is_handled_again_after_the_time_its_handler_asked_for_and_the_earliest_delay_holds()
    {
        var again = new Queue<TimeSpan?>([TimeSpan.FromSeconds(10), null]);
        Run(1, _ => again.Dequeue());
        _queue.Add("a");
        await HandledAsync(1);
        Assert.InRange((await WaitForNextAsync(2)).TotalSeconds, 9.5, 10.5);

        again.Enqueue(null);
        _queue.AddAfter("b", TimeSpan.FromSeconds(5));
        _queue.AddAfter("b", TimeSpan.FromSeconds(20));
        Assert.InRange((await WaitForNextAsync(3)).TotalSeconds, 4.5, 5.5);
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(0, _queue.Waiting);
        Assert.Equal(["a", "a", "b"], _handled);
    }

    private void Run(int workers, Func<string, TimeSpan?> handle) => _running = _queue.RunAsync(workers, (key, _) =>
    {
        _handled.Enqueue(key);
        return Task.FromResult(handle(key));
    }, _stop.Token);

    private Task HandledAsync(int count) => Eventually.TrueAsync(() => _handled.Count >= count, $"{count} were handled");

    /// <summary>Moves time on, half a second at a time, until the next was handled.</summary>
    private async Task<TimeSpan> WaitForNextAsync(int count)
    {
        await _time.WaitForTimersAsync();
        var started = _time.GetUtcNow();
        while (_time.ActiveTimers > 0)
            _time.Advance(TimeSpan.FromSeconds(0.5));
        var waited = _time.GetUtcNow() - started;
        await HandledAsync(count);
        return waited;
    }
}
