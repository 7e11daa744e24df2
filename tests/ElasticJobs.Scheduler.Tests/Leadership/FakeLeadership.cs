using ElasticJobs.Core.Leadership;

namespace ElasticJobs.Scheduler.Tests.Leadership;

/// <summary>One seat for all hosts that share it.</summary>
internal sealed class FakeLeadership : ILeadership
{
    private readonly SemaphoreSlim _seat = new(1);
    private long _epoch;

    public FakeTerm? Term { get; private set; }

    public async Task<ILeaderTerm> LeadAsync(CancellationToken cancellationToken)
    {
        await _seat.WaitAsync(cancellationToken);
        return Term = new FakeTerm(Interlocked.Increment(ref _epoch), () => _seat.Release());
    }
}

internal sealed class FakeTerm(long epoch, Action free) : ILeaderTerm
{
    private readonly CancellationTokenSource _deposed = new();
    private volatile TaskCompletionSource? _unsure;

    public long Epoch => epoch;

    public bool IsSure => _unsure is null;

    public CancellationToken Deposed => _deposed.Token;

    public void LoseTheDatabase() => _unsure = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void FindItAgain() => Interlocked.Exchange(ref _unsure, null)?.SetResult();

    public void Depose() => _deposed.Cancel();

    public Task WaitUntilSureAsync(CancellationToken cancellationToken) => _unsure?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        free();
        return ValueTask.CompletedTask;
    }
}
