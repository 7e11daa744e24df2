using ElasticJobs.Storage.Writing;

namespace ElasticJobs.Storage.Tests.Writing;

/// <summary>A database that remembers the first value of each committed call, by transaction.</summary>
internal sealed class FakeWriteSession : IWriteSession
{
    /// <summary>The value that makes a call fail.</summary>
    public const int Failing = -1;

    private readonly List<int> _pending = [];
    private HeldCommit? _held;

    public List<IReadOnlyList<int>> Committed { get; } = [];

    public Exception? BeginFailure { get; set; }

    public Exception? CommitFailure { get; set; }

    public bool IsDisposed { get; private set; }

    /// <summary>The next commit waits until it is released.</summary>
    public HeldCommit HoldCommit() => _held = new HeldCommit();

    public ValueTask BeginAsync() => BeginFailure is { } failure ? ValueTask.FromException(failure) : ValueTask.CompletedTask;

    public ValueTask ExecuteAsync(IReadOnlyList<PendingWrite> group)
    {
        foreach (var write in group)
        {
            var value = (int)write.Calls[0].Values[0]!;
            if (value == Failing)
            {
                throw new FormatException("as told");
            }

            _pending.Add(value);
            write.Affected[0] = 1;
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask CommitAsync()
    {
        if (_held is { } held)
        {
            _held = null;
            await held.WaitAsync();
        }

        if (CommitFailure is { } failure)
        {
            throw failure;
        }

        Committed.Add([.. _pending]);
        _pending.Clear();
    }

    public ValueTask<bool> ResetAsync()
    {
        _pending.Clear();
        return ValueTask.FromResult(BeginFailure is null);
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    internal sealed class HeldCommit
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(60));

        public void Release() => _released.SetResult();

        public Task WaitAsync()
        {
            _reached.SetResult();
            return _released.Task;
        }
    }
}
