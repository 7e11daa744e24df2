using System.Text;

namespace ElasticJobs.Web.Features.Services.Trying;

/// <summary>The end of a task's log, put together from the pieces in which it is reported.</summary>
internal sealed class TaskLog
{
    /// <summary>Lines kept; a whole log is in the output.</summary>
    public const int MostLines = 1000;

    /// <summary>Characters of a line that are kept.</summary>
    private const int Longest = 2000;

    private readonly Queue<LogLine> _lines = [];
    private readonly Dictionary<string, Decoder> _decoders = [];
    private readonly Dictionary<string, StringBuilder> _rests = [];
    private long _count;

    public IReadOnlyCollection<LogLine> Lines => _lines;

    /// <summary>Lines that are kept no more.</summary>
    public long Dropped { get; private set; }

    /// <summary>Pieces may end in the middle of a line, and of a character.</summary>
    public void Add(string stream, ReadOnlySpan<byte> data)
    {
        if (!_decoders.TryGetValue(stream, out var decoder))
            (_decoders[stream], _rests[stream]) = (decoder = Encoding.UTF8.GetDecoder(), new StringBuilder());
        var text = new char[decoder.GetCharCount(data, flush: false)];
        decoder.GetChars(data, text, flush: false);
        var rest = _rests[stream].Append(text);
        var lines = rest.ToString().Split('\n');
        rest.Clear().Append(lines[^1]);
        foreach (var line in lines[..^1])
            AddLine(stream, line.TrimEnd('\r'));
    }

    /// <summary>Nothing more comes: what is left of a line is one.</summary>
    public void End()
    {
        foreach (var (stream, rest) in _rests.Where(pair => pair.Value.Length > 0))
        {
            AddLine(stream, rest.ToString());
            rest.Clear();
        }
    }

    private void AddLine(string stream, string text)
    {
        _lines.Enqueue(new LogLine(_count++, stream == "stderr", text.Length > Longest ? string.Concat(text.AsSpan(0, Longest), "…") : text));
        if (_lines.Count > MostLines)
        {
            _lines.Dequeue();
            Dropped++;
        }
    }
}
