using System.Buffers.Binary;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Tests.Shared.Ids;

/// <summary>Ids that a test can foresee: 1, 2, 3 in the last bytes, so that they sort as they were made.</summary>
public sealed class SequentialIds : IIdGenerator
{
    private long _last;

    public Guid NewId() => At(Interlocked.Increment(ref _last));

    /// <summary>The id that the <paramref name="number"/>th call gives, from 1.</summary>
    public static Guid At(long number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], number);
        return new Guid(bytes, bigEndian: true);
    }
}
