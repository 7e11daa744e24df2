using System.Buffers.Binary;
using System.Numerics;
using ElasticJobs.Core.Logs;

namespace ElasticJobs.Storage.Logs;

/// <summary>One record of an index: whole lines of one stream, next to each other in its raw file. docs/logs.md has the layout.</summary>
/// <param name="IsEnd">No chunk but the mark that the log is complete; <paramref name="FirstLine"/> is the number of lines.</param>
/// <param name="IsUnterminated">Its last line has no line feed: the log ended there, or a progress bar was cut.</param>
/// <param name="UnixMs">When the lines were seen.</param>
/// <param name="OtherEnd">Indexed bytes of the other stream at this point, so that the last record alone tells where to go on.</param>
internal readonly record struct ChunkRecord(
    LogStream Stream,
    long Offset,
    long Length,
    long FirstLine,
    int LineCount,
    long UnixMs,
    long OtherEnd,
    bool IsUnterminated = false,
    bool IsEnd = false)
{
    /// <summary>A power of two, so that no record straddles a page.</summary>
    public const int Size = 64;

    private const byte Version = 1;
    private const byte EndFlag = 1;
    private const byte UnterminatedFlag = 2;

    public long EndOffset => Offset + Length;

    public long EndLine => FirstLine + LineCount;

    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(UnixMs);

    public void Write(Span<byte> target)
    {
        target = target[..Size];
        target.Clear();
        target[0] = Version;
        target[1] = (byte)Stream;
        target[2] = (byte)((IsEnd ? EndFlag : 0) | (IsUnterminated ? UnterminatedFlag : 0));
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], LineCount);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], Offset);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], Length);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], FirstLine);
        BinaryPrimitives.WriteInt64LittleEndian(target[32..], UnixMs);
        BinaryPrimitives.WriteInt64LittleEndian(target[40..], OtherEnd);
        BinaryPrimitives.WriteUInt32LittleEndian(target[60..], Checksum(target));
    }

    /// <summary>False: torn, or not of this version.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out ChunkRecord record)
    {
        record = default;
        if (source.Length < Size || source[0] != Version || source[1] > (byte)LogStream.Err)
            return false;
        if (BinaryPrimitives.ReadUInt32LittleEndian(source[60..]) != Checksum(source))
            return false;
        record = new ChunkRecord(
            (LogStream)source[1],
            BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[24..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[40..]),
            IsUnterminated: (source[2] & UnterminatedFlag) != 0,
            IsEnd: (source[2] & EndFlag) != 0);
        return true;
    }

    /// <summary>CRC-32C of the first 60 bytes, which starts from ones so that zeroes don't pass.</summary>
    private static uint Checksum(ReadOnlySpan<byte> source)
    {
        var crc = uint.MaxValue;
        for (var i = 0; i < 60; i += sizeof(uint))
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt32LittleEndian(source[i..]));
        return ~crc;
    }
}
