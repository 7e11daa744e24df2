using ElasticJobs.Core.Leadership;
using ElasticJobs.Storage.Database;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ElasticJobs.Storage.Leadership;

/// <summary>
/// A term as long as nobody else's begins. A server that was away for a while ends no term: this console asks for the lock again, and goes on if none has led in between.
/// Until it has the lock back it is not sure, and does nothing.
/// </summary>
internal sealed partial class PostgresTerm : ILeaderTerm
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);

    /// <summary>How long an answer of the server holds, from when it was asked for: less than the ten seconds after which the server gives away the lock of a silent machine (<see cref="LeaderLink"/>), more than
    /// a beat and its answer may take. A process that was stopped for longer, or a machine that slept, wakes unsure, before it can learn that another leads.</summary>
    private static readonly TimeSpan AnswerHolds = TimeSpan.FromSeconds(8);

    private readonly DatabaseTarget _target;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ending = new();
    private readonly CancellationTokenSource _deposed = new();
    private readonly Task _beating;
    private LeaderLink? _link;
    private long _askedAt;
    private volatile bool _hasLock = true;

    /// <summary>Completes with the next answer.</summary>
    private TaskCompletionSource _answered = Unanswered();

    /// <param name="askedAt">Timestamp; the server has answered since that the lock is this session's.</param>
    public PostgresTerm(DatabaseTarget target, LeaderLink link, long epoch, long askedAt, TimeProvider time, ILogger logger)
    {
        (_target, _link, Epoch, _askedAt, _time, _logger) = (target, link, epoch, askedAt, time, logger);
        _beating = Task.Run(BeatAsync);
    }

    public long Epoch { get; }

    public bool IsSure => _hasLock && _time.GetElapsedTime(Interlocked.Read(ref _askedAt)) < AnswerHolds;

    public CancellationToken Deposed => _deposed.Token;

    public async Task WaitUntilSureAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _deposed.Token);
        while (true)
        {
            // Taken before the look, so that no answer is missed.
            var answered = Volatile.Read(ref _answered).Task;
            if (IsSure)
                return;
            await answered.WaitAsync(either.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_link is { } link)
            await link.DisposeAsync();
        _ending.Dispose();
        _deposed.Dispose();
    }

    private async Task BeatAsync()
    {
        while (!_ending.IsCancellationRequested && !_deposed.IsCancellationRequested)
        {
            await Task.Delay(_link is null ? Retry : Beat, _time, _ending.Token);
            if (_link is { } link)
                await ListenAsync(link);
            else
                await TakeUpAgainAsync();
        }
    }

    private async Task ListenAsync(LeaderLink link)
    {
        var askedAt = _time.GetTimestamp();
        try
        {
            await link.EpochAsync(_ending.Token);
            Answered(askedAt);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
        {
            _hasLock = false;
            LogUnsure(e.Message);
            _link = null;
            await link.DisposeAsync();
        }
    }

    private async Task TakeUpAgainAsync()
    {
        var (session, _, epoch) = await LeaderLink.TryOpenAsync(_target, _ending.Token);
        var askedAt = _time.GetTimestamp();
        try
        {
            if (session is not null)
                epoch = await session.EpochAsync(_ending.Token);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
        {
            await session!.DisposeAsync();
            return;
        }

        if (session is not null && epoch == Epoch)
        {
            _link = session;
            Answered(askedAt);
            LogSure(Epoch);
            return;
        }

        if (session is not null)
            await session.DisposeAsync();
        // Still the same term without the lock: the server has not noticed yet that our old session is dead.
        if (epoch is null || epoch == Epoch)
            return;
        LogDeposed(Epoch);
        await _deposed.CancelAsync();
    }

    private void Answered(long askedAt)
    {
        Interlocked.Exchange(ref _askedAt, askedAt);
        _hasLock = true;
        Interlocked.Exchange(ref _answered, Unanswered()).SetResult();
    }

    private static TaskCompletionSource Unanswered() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(LogLevel.Warning, "The database does not answer ({Problem}); until it does, nobody knows who leads, and no task is started or stopped.")]
    private partial void LogUnsure(string problem);

    [LoggerMessage(LogLevel.Information, "The database answers again and nobody else has led: term {Epoch} goes on.")]
    private partial void LogSure(long epoch);

    [LoggerMessage(LogLevel.Warning, "Another console has led since term {Epoch}.")]
    private partial void LogDeposed(long epoch);
}
