using System.Globalization;

namespace ElasticJobs.Core.Queues;

/// <summary>A payload that lies in a file instead of beside its frame.</summary>
/// <param name="Length">Bytes.</param>
public readonly record struct PayloadRef(Guid Id, long Length)
{
    /// <summary>Null: it is none.</summary>
    public static PayloadRef? Parse(string? text) => text?.Split('.') is [var id, var length] && Guid.TryParseExact(id, "N", out var parsed) && long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
        ? new PayloadRef(parsed, bytes)
        : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id:N}.{Length}");
}
