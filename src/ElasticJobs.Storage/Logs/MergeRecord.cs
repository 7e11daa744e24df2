using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace ElasticJobs.Storage.Logs;

/// <summary>One record of a merge: lines of one container, next to each other, and where they stand among those of all.</summary>
/// <param name="First">Number of the first of them in the merged log.</param>
/// <param name="Source">Its number in the container's own log.</param>
/// <param name="IsEnd">No lines but the mark that the merged log is complete; <paramref name="First"/> is the number of lines.</param>
internal readonly record struct MergeRecord(string Container, long First, long Source, int Count, bool IsEnd = false)
{
    /// <summary>A power of two, so that no record straddles a page. Pods and containers have names of 63 characters at most.</summary>
    public const int Size = 256;

    private const byte Version = 1;
    private const int NameAt = 32;
    private const int ChecksumAt = Size - sizeof(uint);

    public long End => First + Count;

    public void Write(Span<byte> target)
    {
        target = target[..Size];
        target.Clear();
        target[0] = Version;
        target[1] = IsEnd ? (byte)1 : (byte)0;
        target[2] = (byte)Encoding.UTF8.GetBytes(Container, target[NameAt..ChecksumAt]);
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], Count);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], First);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], Source);
        BinaryPrimitives.WriteUInt32LittleEndian(target[ChecksumAt..], Checksum(target));
    }

    /// <summary>False: torn, or not of this version.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out MergeRecord record)
    {
        record = default;
        if (source.Length < Size || source[0] != Version || BinaryPrimitives.ReadUInt32LittleEndian(source[ChecksumAt..]) != Checksum(source))
            return false;
        record = new MergeRecord(
            Encoding.UTF8.GetString(source.Slice(NameAt, source[2])),
            BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[4..]),
            source[1] != 0);
        return true;
    }

    private static uint Checksum(ReadOnlySpan<byte> source)
    {
        var crc = uint.MaxValue;
        for (var i = 0; i < ChecksumAt; i += sizeof(uint))
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt32LittleEndian(source[i..]));
        return ~crc;
    }
}
