using System.Text;

namespace ElasticJobs.Worker.Reports;

/// <summary>Finds lines that tell progress in standard output, which comes in pieces.</summary>
internal sealed class ProgressLines
{
    /// <summary>Longer lines are cut.</summary>
    private const int LineBytes = 1024;

    private static readonly byte[] Prefix = Encoding.ASCII.GetBytes(TaskProgress.Prefix);

    private readonly byte[] _line = new byte[LineBytes];
    private int _length;
    private bool _isOther;

    /// <returns>The last one in the piece. Null: none.</returns>
    public TaskProgress? Find(ReadOnlySpan<byte> piece)
    {
        TaskProgress? found = null;
        while (!piece.IsEmpty)
        {
            var end = piece.IndexOf((byte)'\n');
            if (!_isOther)
                Add(end < 0 ? piece : piece[..end]);
            if (end < 0)
                break;
            if (!_isOther && _length > Prefix.Length)
                found = TaskProgress.Parse(Encoding.UTF8.GetString(_line, Prefix.Length, _length - Prefix.Length)) ?? found;
            (_length, _isOther) = (0, false);
            piece = piece[(end + 1)..];
        }

        return found;
    }

    private void Add(ReadOnlySpan<byte> part)
    {
        part = part[..Math.Min(part.Length, LineBytes - _length)];
        part.CopyTo(_line.AsSpan(_length));
        _length += part.Length;
        var compared = Math.Min(_length, Prefix.Length);
        _isOther = !_line.AsSpan(0, compared).SequenceEqual(Prefix.AsSpan(0, compared));
    }
}
