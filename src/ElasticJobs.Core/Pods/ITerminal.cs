namespace ElasticJobs.Core.Pods;

public readonly record struct TerminalSize(int Columns, int Rows);

/// <summary>An interactive process on a pseudo terminal. Disposing it hangs up; where terminals end with the console it also kills, after two seconds, the whole session,
/// elsewhere what the shell stands on stays until <see cref="IPodRuntime.EndTerminalAsync"/>.</summary>
public interface ITerminal : IAsyncDisposable
{
    /// <summary>Bytes from the process. 0 means its end.</summary>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    void Resize(TerminalSize size);

    /// <summary>Completes with the exit code, 128 + signal when a signal ended it.</summary>
    Task<int> Exited { get; }
}
