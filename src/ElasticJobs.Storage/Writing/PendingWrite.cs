namespace ElasticJobs.Storage.Writing;

/// <summary>One caller's statements, of which all take effect or none, and the caller who waits for them.</summary>
/// <param name="calls">In order.</param>
/// <param name="fence">Must hold in the transaction, or the write is refused. Null: no condition.</param>
internal sealed class PendingWrite(IReadOnlyList<SqlCall> calls, SqlCall? fence = null)
{
    private readonly TaskCompletionSource<int[]> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<SqlCall> Calls { get; } = calls;

    /// <summary>Checked once for all writes of a group that have it.</summary>
    public SqlCall? Fence { get; } = fence;

    /// <summary>Rows that each call changed, once that is durable.</summary>
    public Task<int[]> Completion => _completion.Task;

    /// <summary>Set by the session, valid once the transaction is committed.</summary>
    public int[] Affected { get; } = new int[calls.Count];

    /// <summary>A call changed nothing that had to change something: the caller's affair, not the database's.</summary>
    public bool IsRefused { get; private set; }

    public void Succeed() => _completion.TrySetResult(Affected);

    public void Fail(Exception exception) => _completion.TrySetException(exception);

    /// <exception cref="Exception">That of the first call which changed nothing and has one.</exception>
    public void ThrowIfRefused()
    {
        for (var i = 0; i < Affected.Length; i++)
        {
            if (Affected[i] == 0 && Calls[i].Otherwise is { } otherwise)
            {
                IsRefused = true;
                throw otherwise();
            }
        }
    }
}
