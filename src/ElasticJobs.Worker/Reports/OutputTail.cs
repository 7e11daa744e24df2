using System.Text;

namespace ElasticJobs.Worker.Reports;

/// <summary>The end of what a task wrote, in the order in which it was read.</summary>
internal sealed class OutputTail
{
    public const int Bytes = 4096;

    private byte[] _kept = [];

    public void Add(ReadOnlySpan<byte> piece)
    {
        var added = piece[Math.Max(0, piece.Length - Bytes)..];
        var before = _kept.AsSpan(Math.Max(0, _kept.Length + added.Length - Bytes));
        _kept = [.. before, .. added];
    }

    /// <summary>What is no text is replaced; a character that was cut at the front is left out.</summary>
    public override string ToString()
    {
        var start = 0;
        while (_kept.Length == Bytes && start < 3 && (_kept[start] & 0xC0) == 0x80)
            start++;
        return Encoding.UTF8.GetString(_kept, start, _kept.Length - start);
    }
}
