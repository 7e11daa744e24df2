namespace ElasticJobs.Storage.Writing;

/// <summary>The writer's connection. Any failure leaves it to be reset.</summary>
internal interface IWriteSession : IAsyncDisposable
{
    /// <summary>Connects if need be and begins the transaction.</summary>
    ValueTask BeginAsync();

    /// <summary>Executes all calls of all writes in order and sets <see cref="PendingWrite.Affected"/>.</summary>
    /// <exception cref="Exception">One failed or was refused; nothing of the group may be committed.</exception>
    ValueTask ExecuteAsync(IReadOnlyList<PendingWrite> group);

    /// <summary>Durable when it returns.</summary>
    ValueTask CommitAsync();

    /// <summary>Takes the transaction back.</summary>
    /// <returns>False: the connection was lost, and the next <see cref="BeginAsync"/> makes a new one.</returns>
    ValueTask<bool> ResetAsync();
}
