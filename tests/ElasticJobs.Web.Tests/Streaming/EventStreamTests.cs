using System.IO.Pipelines;
using System.Threading.Channels;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Web.Streaming;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Streaming;

public sealed class EventStreamTests : IDisposable
{
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _time = new();
    private readonly Channel<int> _items = Channel.CreateUnbounded<int>();
    private readonly CancellationTokenSource _aborted = new();
    private readonly Task _served;
    private readonly StreamReader _reader;

    public EventStreamTests()
    {
        var pipe = new Pipe();
        _reader = new StreamReader(pipe.Reader.AsStream());
        var context = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddOptions().AddSingleton<TimeProvider>(_time).BuildServiceProvider(),
            RequestAborted = _aborted.Token,
            Response = { Body = pipe.Writer.AsStream() },
        };
        _served = ServeAsync();

        async Task ServeAsync()
        {
            try
            {
                await ServerEvents.Stream(_items.Reader.ReadAllAsync(_aborted.Token), "number", item => item * 10).ExecuteAsync(context);
            }
            finally
            {
                await pipe.Writer.CompleteAsync();
            }
        }
    }

    [Fact]
    public async Task Event_IsTypeDataAndId()
    {
        _items.Writer.TryWrite(7);
        _items.Writer.Complete();

        Assert.Equal("event: number\ndata: 7\nid: 70\n\n", await _reader.ReadToEndAsync().WaitAsync(Cap));
        await _served.WaitAsync(Cap);
    }

    [Fact]
    public async Task Silence_EachFifteenSeconds_SendsAComment()
    {
        await _time.WaitForTimersAsync();
        _time.Advance(TimeSpan.FromSeconds(14.9));
        Assert.False(_served.IsCompleted);
        var first = _reader.ReadLineAsync();
        Assert.False(first.IsCompleted, "Something was sent before 15 s were over.");

        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(": keep-alive", await first.WaitAsync(Cap));
        Assert.Equal("", await LineAsync());
        await _time.WaitForTimersAsync();
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(": keep-alive", await LineAsync());
        Assert.Equal("", await LineAsync());

        _items.Writer.TryWrite(1);
        Assert.Equal("event: number", await LineAsync());
    }

    [Fact]
    public async Task Event_BeginsTheSilenceAnew()
    {
        await _time.WaitForTimersAsync();
        _time.Advance(TimeSpan.FromSeconds(10));
        _items.Writer.TryWrite(1);
        foreach (var line in new[] { "event: number", "data: 1", "id: 10", "" })
        {
            Assert.Equal(line, await LineAsync());
        }

        await _time.WaitForTimersAsync();
        _time.Advance(TimeSpan.FromSeconds(14.9));
        _items.Writer.TryWrite(2);
        Assert.Equal("event: number", await LineAsync());
    }

    [Fact]
    public async Task Client_ThatGoesInSilence_EndsTheStreamAndItsTimer()
    {
        await _time.WaitForTimersAsync();

        await _aborted.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _served.WaitAsync(Cap));
        // The timer goes right after the wait that it was for has been told of the end.
        await Eventually.TrueAsync(() => _time.ActiveTimers == 0, "the stream's timer is gone");
    }

    public void Dispose()
    {
        _aborted.Dispose();
        _reader.Dispose();
    }

    private Task<string?> LineAsync() => _reader.ReadLineAsync().WaitAsync(Cap);
}
