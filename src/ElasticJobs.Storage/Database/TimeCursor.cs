using System.Globalization;

namespace ElasticJobs.Storage.Database;

/// <summary>Cursors of lists in the order of a time and, where that is the same, of an id.</summary>
internal static class TimeCursor
{
    public static string Of(DateTimeOffset at, Guid id) => PageCursor.Of(string.Create(CultureInfo.InvariantCulture, $"{SqliteValues.OfTime(at)}/{id:N}"));

    /// <exception cref="Core.RefusedException">No cursor of such a list.</exception>
    public static (DateTimeOffset At, Guid Id) Read(string cursor)
    {
        var (at, id) = PageCursor.Read(cursor, ReadKey);
        return (at, id);
    }

    private static Tuple<DateTimeOffset, Guid>? ReadKey(string key)
    {
        var parts = key.Split('/');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            && microseconds < SqliteValues.OfTime(DateTimeOffset.MaxValue)
            && Guid.TryParseExact(parts[1], "N", out var id)
            ? Tuple.Create(SqliteValues.ToTime(microseconds), id)
            : null;
    }
}
