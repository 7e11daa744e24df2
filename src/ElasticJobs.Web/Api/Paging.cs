using ElasticJobs.Core;

namespace ElasticJobs.Web.Api;

internal static class Paging
{
    public const int Maximum = 500;

    public static int Limit(int limit) => limit is >= 1 and <= Maximum
        ? limit
        : throw new RefusedException(RefusalKind.Invalid, "bad_limit", $"limit is {limit}; it must be 1 to {Maximum}.", "Give a limit in that range and follow nextCursor.");

    /// <summary>Empty is none: the first page.</summary>
    public static string? Cursor(string? cursor) => string.IsNullOrEmpty(cursor) ? null : cursor;

    /// <summary>Reads a comma separated list of names of an enum, any case. Null or empty: null.</summary>
    public static IReadOnlyList<T>? Names<T>(string? text, string parameter) where T : struct, Enum
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name =>
            Enum.TryParse<T>(name, ignoreCase: true, out var value) && Enum.IsDefined(value)
                ? value
                : throw new RefusedException(
                    RefusalKind.Invalid, "bad_" + parameter, $"'{name}' is no {parameter}.", $"Choose from {string.Join(", ", Enum.GetNames<T>())}."))];
    }
}
