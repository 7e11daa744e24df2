using System.Text;

namespace ElasticJobs.Kubernetes.Logs;

/// <summary>
/// Takes what the script around a command writes behind the log out of it again, see <see cref="Pods.ContainerScript"/>: results, and that each of the two streams has ended.
/// A frame begins anywhere in a piece, since a task's last line may have no line feed, and goes on to the piece's end.
/// </summary>
internal sealed class LogFrames(string token)
{
    private const byte Mark = 0x1e;

    private readonly byte[] _mark = [Mark, .. Encoding.ASCII.GetBytes(token), (byte)' '];
    private readonly Dictionary<string, StringBuilder> _results = new(StringComparer.Ordinal);
    private string? _result;

    /// <summary>The beginning of a frame that the runtime cut in two.</summary>
    private byte[] _begun = [];

    private bool _outEnded;
    private bool _errEnded;

    public delegate void Take(ReadOnlySpan<byte> log);

    /// <summary>The task's own output has ended, at least that of one stream. From here on a position must not move on, since results are kept only when they are whole.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Whether the last piece is held back in part.</summary>
    public bool IsInFrame => _begun.Length > 0;

    /// <summary>Everything was seen: nothing of the container follows.</summary>
    public bool IsComplete => _outEnded && _errEnded;

    /// <summary>Results by file name.</summary>
    /// <exception cref="FormatException">One is damaged.</exception>
    public IReadOnlyDictionary<string, byte[]> Results => _results.ToDictionary(result => result.Key, result => Convert.FromBase64String(result.Value.ToString()));

    /// <param name="log">Given what of the piece is the task's.</param>
    public void Read(ReadOnlySpan<byte> piece, Take log)
    {
        if (_begun.Length > 0)
        {
            byte[] whole = [.. _begun, .. piece];
            _begun = [];
            ReadWhole(whole, log);
        }
        else
        {
            ReadWhole(piece, log);
        }
    }

    /// <summary>Nothing follows: what looked like the beginning of a frame is none.</summary>
    public void End(Take log)
    {
        if (_begun.Length > 0 && _begun.Length < _mark.Length)
            log(_begun);
        _begun = [];
    }

    private void ReadWhole(ReadOnlySpan<byte> piece, Take log)
    {
        var at = piece.IndexOf(_mark);
        if (at >= 0 && piece[^1] == '\n')
        {
            HasBegun = true;
            if (at > 0)
                log(piece[..at]);
            ReadFrame(Encoding.UTF8.GetString(piece[(at + _mark.Length)..^1]));
            return;
        }

        if (at < 0)
            at = piece is [.., (byte)'\n'] ? -1 : BeginOfMark(piece);
        if (at >= 0)
            _begun = piece[at..].ToArray();
        var own = at >= 0 ? piece[..at] : piece;
        if (own.Length > 0)
            log(own);
    }

    /// <summary>Where a mark begins that the piece's end may have cut. -1: nowhere.</summary>
    private int BeginOfMark(ReadOnlySpan<byte> piece)
    {
        var at = piece.LastIndexOf(Mark);
        return at >= 0 && piece.Length - at < _mark.Length && _mark.AsSpan().StartsWith(piece[at..]) ? at : -1;
    }

    private void ReadFrame(string frame)
    {
        switch (frame.Split(' ', 2))
        {
            case ["file", var name]:
                _results[_result = name] = new StringBuilder();
                break;
            case ["data", var data] when _result is not null:
                _results[_result].Append(data);
                break;
            case ["end"]:
                _outEnded = true;
                break;
            case ["err"]:
                _errEnded = true;
                break;
            default:
                break;
        }
    }
}
