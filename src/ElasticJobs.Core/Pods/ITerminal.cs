namespace ElasticJobs.Core.Pods;

public readonly record struct TerminalSize(int Columns, int Rows);

/// <summary>An interactive process on a pseudo terminal. Disposing it hangs up and, after two seconds, kills the whole session.</summary>
public interface ITerminal : IAsyncDisposable
{
    /// <summary>Bytes from the process. 0 means its end.</summary>
    ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    void Resize(TerminalSize size);

    /// <summary>Completes with the exit code, 128 + signal when a signal ended it.</summary>
    Task<int> Exited { get; }
}
