using System.Buffers.Text;
using System.Text;
using ElasticJobs.Core;

namespace ElasticJobs.Storage.Database;

/// <summary>Opaque cursors of keyset paging: the sort key of a page's last row.</summary>
internal static class PageCursor
{
    public static string Of(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));

    /// <param name="read">Null: not a key of this list.</param>
    public static T Read<T>(string cursor, Func<string, T?> read)
        where T : class
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(cursor);
            if (read(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes)) is { } key)
            {
                return key;
            }
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            // Told below, in words for the caller.
        }

        throw new RefusedException(
            RefusalKind.Invalid,
            "bad_cursor",
            "The cursor is not one that this list gave.",
            "Pass the nextCursor of the page before unchanged, with the same filters, or none for the first page.");
    }
}
