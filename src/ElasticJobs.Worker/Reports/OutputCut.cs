using System.Globalization;

namespace ElasticJobs.Worker.Reports;

/// <summary>A report that is about to be made, and what was reported before it.</summary>
/// <param name="Number">Of the report.</param>
/// <param name="Stream">Where its bytes are from. Null: it is no log.</param>
/// <param name="Output">How much of standard output was reported before.</param>
/// <param name="Error">How much of standard error was reported before.</param>
/// <param name="Length">Bytes of the report.</param>
internal readonly record struct OutputCut(long Number, OutputStream? Stream, long Output, long Error, int Length)
{
    public static readonly OutputCut None = new(0, null, 0, 0, 0);

    public long Start => Stream == OutputStream.Error ? Error : Output;

    /// <summary>What is to be reported next comes after it.</summary>
    public OutputCut Done() => new(
        Number, null, Output + (Stream == OutputStream.Output ? Length : 0), Error + (Stream == OutputStream.Error ? Length : 0), 0);

    public OutputCut Next(OutputStream? stream, int length) => Done() with { Number = Number + 1, Stream = stream, Length = length };

    public static OutputCut Parse(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 5)
            return None;
        var stream = parts[1] == "-" ? (OutputStream?)null : Enum.Parse<OutputStream>(parts[1]);
        return new OutputCut(Long(parts[0]), stream, Long(parts[2]), Long(parts[3]), (int)Long(parts[4]));

        static long Long(string part) => long.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Number} {Stream?.ToString() ?? "-"} {Output} {Error} {Length}");
}
