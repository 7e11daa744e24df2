using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ElasticJobs.Storage.Database;

/// <summary>How SQLite holds what it has no type for, such that it sorts as PostgreSQL sorts it.</summary>
internal static class SqliteValues
{
    public static byte[] OfId(Guid id) => id.ToByteArray(bigEndian: true);

    public static Guid ToId(byte[] bytes) => new(bytes, bigEndian: true);

    /// <summary>Microseconds since 1970, PostgreSQL's own resolution: both cut off what is finer.</summary>
    public static long OfTime(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToTime(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}

internal sealed class IdAsBlob() : ValueConverter<Guid, byte[]>(id => SqliteValues.OfId(id), bytes => SqliteValues.ToId(bytes));

internal sealed class TimeAsMicroseconds() : ValueConverter<DateTimeOffset, long>(time => SqliteValues.OfTime(time), stored => SqliteValues.ToTime(stored));

/// <summary>PostgreSQL takes only UTC.</summary>
internal sealed class TimeAsUtc() : ValueConverter<DateTimeOffset, DateTimeOffset>(time => time.ToUniversalTime(), stored => stored.ToUniversalTime());
