using ElasticJobs.Core.Logs;

namespace ElasticJobs.Web.Streaming;

/// <summary>A batch of lines on the wire; names are short because there are many.</summary>
/// <param name="Lines">In order.</param>
/// <param name="Total">Lines in the log now.</param>
/// <param name="End">Nothing will be added any more.</param>
/// <param name="Gap">Lines before these that this viewer was too slow for; read them with Read.</param>
public sealed record LogWire(IReadOnlyList<LogLineWire> Lines, long Total, bool End, LogGapWire? Gap)
{
    public static LogWire From(LogBatch batch) => new(
        [.. batch.Lines.Select(LogLineWire.From)], batch.Total, batch.IsComplete, batch.Gap is { } gap ? new LogGapWire(gap.From, gap.To) : null);
}

/// <param name="N">Number, from 0.</param>
/// <param name="T">Unix milliseconds.</param>
/// <param name="S">0: stdout, 1: stderr.</param>
/// <param name="X">Text, ANSI sequences included; of a merged log behind the container's name in a colour of its own.</param>
/// <param name="Cut">Bytes of the whole line where X is only its beginning.</param>
public sealed record LogLineWire(long N, long T, int S, string X, long? Cut)
{
    /// <summary>ANSI foregrounds that read on dark and light grounds.</summary>
    private static readonly string[] Colours = ["36", "33", "32", "35", "34", "31", "96", "93", "92", "95", "94", "91"];

    public static LogLineWire From(LogLine line) => new(line.Number, line.At.ToUnixTimeMilliseconds(), line.Stream == LogStream.Err ? 1 : 0, Text(line), line.FullLength);

    private static string Text(LogLine line) => line.Container is { } container ? $"\e[{Colour(container)}m{container}\e[0m {line.Text}" : line.Text;

    /// <summary>One of twelve: by the number at the name's end, so that neighbours differ, else by its letters.</summary>
    private static string Colour(string container)
    {
        var digits = container.Length - container.AsSpan().TrimEnd("0123456789").Length;
        var number = digits is > 0 and < 9 ? int.Parse(container.AsSpan(container.Length - digits), System.Globalization.CultureInfo.InvariantCulture) : container.Sum(letter => letter);
        return Colours[number % Colours.Length];
    }
}

/// <param name="From">First line left out.</param>
/// <param name="To">First line not left out.</param>
public sealed record LogGapWire(long From, long To);
