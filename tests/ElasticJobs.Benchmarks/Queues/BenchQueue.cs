using System.Buffers.Binary;
using System.Diagnostics;

namespace ElasticJobs.Benchmarks.Queues;

/// <summary>A queue of tasks of 256 bytes, as the load calls it. What it says is done is on the disk.</summary>
internal abstract class BenchQueue : IAsyncDisposable
{
    public const int PayloadBytes = 256;

    /// <summary>Makes a queue ready that is empty.</summary>
    /// <param name="workers">How many will watch it.</param>
    public abstract Task BeginAsync(string name, int workers);

    /// <param name="caller">Calls of one come one after the other.</param>
    public abstract Task PutAsync(string name, int caller, byte[] payload);

    /// <summary>Takes tasks, commits each, then calls <paramref name="done"/> with its payload; until cancelled.</summary>
    /// <param name="taken">Called when the task is there, before the commit.</param>
    public abstract Task WorkAsync(string name, int worker, int window, Action<ReadOnlyMemory<byte>> taken, Action<ReadOnlyMemory<byte>> done, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    /// <summary>A payload that knows when it was made.</summary>
    public static byte[] Payload()
    {
        var payload = new byte[PayloadBytes];
        BinaryPrimitives.WriteInt64LittleEndian(payload, Stopwatch.GetTimestamp());
        return payload;
    }

    public static double AgeMs(ReadOnlySpan<byte> payload) => Stopwatch.GetElapsedTime(BinaryPrimitives.ReadInt64LittleEndian(payload)).TotalMilliseconds;
}
