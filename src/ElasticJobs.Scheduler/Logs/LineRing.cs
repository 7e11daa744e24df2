using ElasticJobs.Core.Logs;

namespace ElasticJobs.Scheduler.Logs;

/// <summary>The last lines of a log as text, bounded in lines and characters. Not safe for threads.</summary>
internal sealed class LineRing
{
    /// <summary>A power of two: a line lies at its number modulo this.</summary>
    public const int Capacity = 8192;

    private const long MaxCharacters = 2 << 20;

    private readonly LogLine?[] _lines = new LogLine?[Capacity];
    private long _characters;

    /// <summary>Number of the first line kept.</summary>
    public long Start { get; private set; }

    /// <summary>Number after the last line kept.</summary>
    public long End { get; private set; }

    /// <summary>Adds lines that follow <see cref="End"/>; others make the ring start anew with them.</summary>
    public void Append(IReadOnlyList<LogLine> lines)
    {
        if (lines.Count > 0 && lines[0].Number != End)
            Clear(lines[0].Number);
        foreach (var line in lines)
        {
            if (End - Start == Capacity)
                DropFirst();
            _lines[End++ % Capacity] = line;
            _characters += line.Text.Length;
        }
        while (_characters > MaxCharacters)
            DropFirst();
    }

    /// <summary>Lines from the number on, if the ring has it. About 1 MB at most, one line at least.</summary>
    public IReadOnlyList<LogLine>? Read(long from, int limit)
    {
        if (from < Start || from >= End)
            return null;
        var lines = new List<LogLine>((int)Math.Min(limit, End - from));
        for (var characters = 0; from < End && lines.Count < limit && characters < 1 << 20; from++)
        {
            var line = _lines[from % Capacity]!;
            lines.Add(line);
            characters += line.Text.Length;
        }
        return lines;
    }

    private void Clear(long start)
    {
        Array.Clear(_lines);
        (Start, End, _characters) = (start, start, 0);
    }

    private void DropFirst()
    {
        _characters -= _lines[Start % Capacity]!.Text.Length;
        _lines[Start++ % Capacity] = null;
    }
}
