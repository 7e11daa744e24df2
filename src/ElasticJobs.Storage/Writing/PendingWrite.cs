namespace ElasticJobs.Storage.Writing;

/// <summary>One caller's statements, of which all take effect or none, and the caller who waits for them.</summary>
internal sealed class PendingWrite(IReadOnlyList<SqlCall> calls)
{
    private readonly TaskCompletionSource<int[]> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<SqlCall> Calls { get; } = calls;

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
