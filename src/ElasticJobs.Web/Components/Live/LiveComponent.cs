using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Components.Live;

/// <summary>
/// A component that shows a stream. One loop, owned here: ended and awaited when the component closes. Items are taken as they come, the picture is drawn at most once an interval and
/// only when something changed. A loop that fails leaves what is shown and says so; <see cref="Retry"/> begins anew.
/// </summary>
public abstract partial class LiveComponent : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private CancellationTokenSource? _stop;
    private Task _loop = Task.CompletedTask;
    private Func<CancellationToken, Task>? _work;
    private bool _changed;
    private bool _disposed;

    protected LiveComponent() => Closing = _closing.Token;

    [Inject]
    protected TimeProvider Time { get; set; } = null!;

    [Inject]
    private ILoggerFactory Loggers { get; set; } = null!;

    /// <summary>The loop broke; what is shown is what it last knew.</summary>
    protected bool HasFailed { get; private set; }

    /// <summary>Ends when the component closes.</summary>
    protected CancellationToken Closing { get; }

    /// <summary>Follows a stream from now on, in place of the one before.</summary>
    /// <param name="apply">Called in the component's context. True: what is shown has changed.</param>
    /// <param name="interval">Least time between two renders.</param>
    /// <param name="ticks">True while something shown moves by itself, such as the time that a run takes: then it is drawn every second.</param>
    protected async Task FollowAsync<T>(Func<CancellationToken, IAsyncEnumerable<T>> watch, Func<T, bool> apply, TimeSpan interval, Func<bool> ticks)
    {
        await StopAsync();
        if (_disposed)
        {
            return;
        }

        HasFailed = false;
        _work = async cancellationToken =>
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var drawing = DrawAsync(interval, ticks, over.Token);
            try
            {
                await foreach (var item in watch(cancellationToken).WithCancellation(cancellationToken))
                {
                    await InvokeAsync(() => _changed |= apply(item));
                }
            }
            finally
            {
                await over.CancelAsync();
                await drawing;
            }

            await InvokeAsync(StateHasChanged);
        };
        Begin();
    }

    protected async Task StopAsync()
    {
        if (_stop is { } stop)
        {
            _stop = null;
            await stop.CancelAsync();
            await _loop;
            stop.Dispose();
        }
    }

    protected void Retry()
    {
        HasFailed = false;
        Begin();
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        GC.SuppressFinalize(this);
        await _closing.CancelAsync();
        await StopAsync();
        await CloseAsync();
        _closing.Dispose();
    }

    /// <summary>Further things to give up.</summary>
    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;

    private void Begin()
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(Closing);
        _loop = RunAsync(_work!, _stop.Token);
    }

    private async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Closed, or another stream is followed.
        }
        catch (Exception e)
        {
            LogFailed(Loggers.CreateLogger(GetType()), e);
            HasFailed = true;
            await InvokeAsync(StateHasChanged);
        }
    }

    private async Task DrawAsync(TimeSpan interval, Func<bool> ticks, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, Time);
        var drawn = Time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                if (_changed || (ticks() && Time.GetElapsedTime(drawn) >= TimeSpan.FromSeconds(1)))
                {
                    _changed = false;
                    drawn = Time.GetTimestamp();
                    await InvokeAsync(StateHasChanged);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Nothing is left to draw.
        }
    }

    [LoggerMessage(LogLevel.Warning, "A live page lost its stream.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
