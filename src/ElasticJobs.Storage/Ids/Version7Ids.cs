using System.Buffers.Binary;
using System.Security.Cryptography;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Storage.Ids;

/// <summary>Version 7 UUIDs (RFC 9562, 6.2 method 1) that also sort by making within one millisecond: the 12 bits after the time count.</summary>
internal sealed class Version7Ids(TimeProvider time) : IIdGenerator
{
    private const long MaximumCount = 0xFFF;

    private readonly Lock _gate = new();
    private long _millisecond;
    private long _count;

    public Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[8..]);
        var (millisecond, count) = Next();
        BinaryPrimitives.WriteInt64BigEndian(bytes, (millisecond << 16) | 0x7000 | count);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Never goes back: a clock that does is waited for, and a full count borrows the next millisecond.</summary>
    private (long Millisecond, long Count) Next()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        lock (_gate)
        {
            if (now > _millisecond)
            {
                (_millisecond, _count) = (now, 0);
            }
            else if (++_count > MaximumCount)
            {
                (_millisecond, _count) = (_millisecond + 1, 0);
            }

            return (_millisecond, _count);
        }
    }
}
