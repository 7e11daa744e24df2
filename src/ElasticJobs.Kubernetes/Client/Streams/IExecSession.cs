namespace ElasticJobs.Kubernetes.Client;

/// <summary>A process in a container, or attached to. One reader and one writer at a time. Disposing closes the connection; whether the process ends with it is up to the
/// container runtime (on a terminal it is hung up).</summary>
public interface IExecSession : IAsyncDisposable
{
    /// <summary>Bytes of standard output or standard error as they come. A count of 0: both have ended, see <see cref="Exited"/>.</summary>
    ValueTask<ExecRead> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Only with a terminal.</summary>
    ValueTask ResizeAsync(int columns, int rows, CancellationToken cancellationToken);

    /// <summary>End of file for the process. The protocol before v5 (Kubernetes before 1.30) can't say it: there false, and nothing happens.</summary>
    ValueTask<bool> CloseStdinAsync(CancellationToken cancellationToken);

    /// <summary>Completes when the process has ended or the connection is lost, provided that someone reads. Never faults.</summary>
    Task<ExecExit> Exited { get; }
}

public enum ExecStream
{
    Stdout,
    Stderr,
}

public readonly record struct ExecRead(ExecStream Stream, int Count);

/// <summary>How a session ended.</summary>
/// <param name="Code">Exit code. Null: unknown, because the process could not be started or the connection broke, and it may still run.</param>
/// <param name="Message">For people. Null: it ended by itself with 0.</param>
public sealed record ExecExit(int? Code, string? Message);
