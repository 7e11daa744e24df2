using System.Buffers.Binary;
using System.Numerics;

namespace ElasticJobs.Kubernetes.Logs;

/// <summary>Keeps a <see cref="LogPosition"/> beyond an end of the process at any instruction: two records with checksums, written in turn.</summary>
internal sealed class LogPositionFile : IDisposable
{
    private const int Numbers = 7;
    private const int RecordBytes = (Numbers + 1) * sizeof(long);

    private readonly FileStream _file;
    private long _sequence;

    public LogPositionFile(string path)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 0);
        for (var slot = 0; slot < 2; slot++)
        {
            if (Read(slot) is var (sequence, position) && sequence > _sequence)
                (_sequence, Position) = (sequence, position);
        }
    }

    /// <summary>As it was written last. Default: nothing was.</summary>
    public LogPosition Position { get; private set; }

    public void Write(LogPosition position)
    {
        Span<byte> record = stackalloc byte[RecordBytes];
        _sequence++;
        ReadOnlySpan<long> numbers =
        [
            _sequence, position.Length, position.LastTime, position.AtLastTime, position.SecondTime, position.SecondOffset, position.IsComplete ? 1 : 0,
        ];
        for (var i = 0; i < Numbers; i++)
            BinaryPrimitives.WriteInt64LittleEndian(record[(i * sizeof(long))..], numbers[i]);
        BinaryPrimitives.WriteInt64LittleEndian(record[^sizeof(long)..], Checksum(record[..^sizeof(long)]));
        RandomAccess.Write(_file.SafeFileHandle, record, _sequence % 2 * RecordBytes);
        Position = position;
    }

    public void Dispose() => _file.Dispose();

    private (long Sequence, LogPosition Position)? Read(int slot)
    {
        Span<byte> record = stackalloc byte[RecordBytes];
        if (RandomAccess.Read(_file.SafeFileHandle, record, slot * RecordBytes) < RecordBytes)
            return null;
        Span<long> numbers = stackalloc long[Numbers + 1];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = BinaryPrimitives.ReadInt64LittleEndian(record[(i * sizeof(long))..]);
        return numbers[Numbers] != Checksum(record[..^sizeof(long)])
            ? null
            : (numbers[0], new LogPosition(numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]) { IsComplete = numbers[6] != 0 });
    }

    private static long Checksum(ReadOnlySpan<byte> bytes)
    {
        // Not zero for zeros: an empty record is no record.
        var crc = uint.MaxValue;
        for (var i = 0; i < bytes.Length; i += sizeof(ulong))
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes[i..]));
        return crc;
    }
}
