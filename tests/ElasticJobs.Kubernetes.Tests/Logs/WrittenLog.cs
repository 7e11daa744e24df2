using System.Text;

namespace ElasticJobs.Kubernetes.Tests.Logs;

/// <summary>A log as a container runtime writes it: lines, in pieces of 16 KB, with times that sometimes repeat and sometimes come a little out of order.</summary>
internal sealed class WrittenLog
{
    private const long Second = 1_000_000_000;

    private readonly List<(long Time, byte[] Bytes)> _pieces = [];
    private readonly Random _random;
    private long _now = 1_800_000_000 * Second;

    public WrittenLog(Random random) => _random = random;

    /// <summary>What the task itself wrote.</summary>
    public MemoryStream Own { get; } = new();

    public bool HasResults { get; private set; }

    public static WrittenLog Of(Random random, int lines, string? token = null)
    {
        var log = new WrittenLog(random);
        for (var i = 0; i < lines; i++)
            log.Write(log.Line(i), isOwn: true);
        if (random.Next(2) == 0)
            log.Write(Encoding.ASCII.GetBytes("the end without line feed"), isOwn: true);
        if (token is null)
            return log;
        log.HasResults = true;
        log.Frame("file a.json", token);
        foreach (var chunk in Convert.ToBase64String("{\"a\": \"\u00e9\"}"u8).Chunk(7))
            log.Frame($"data {new string(chunk)}", token);
        log.Frame("err", token);
        log.Frame("end", token);
        return log;
    }

    /// <summary>As the kubelet gives it, beginning at a whole second.</summary>
    public byte[] Since(DateTimeOffset? since, int firstPiece = 0)
    {
        var from = (since?.ToUnixTimeSeconds() ?? 0) * Second;
        using var stream = new MemoryStream();
        foreach (var (time, bytes) in _pieces.Skip(firstPiece).Where(piece => piece.Time >= from))
        {
            var at = DateTimeOffset.FromUnixTimeSeconds(time / Second);
            stream.Write(Encoding.ASCII.GetBytes($"{at:yyyy-MM-ddTHH:mm:ss}.{time % Second:000000000}Z "));
            stream.Write(bytes);
        }

        return stream.ToArray();
    }

    private void Frame(string frame, string token)
    {
        // The first goes on with a last line that has no line feed.
        var line = Encoding.UTF8.GetBytes($"\u001e{token} {frame}\n");
        if (_pieces.Count > 0 && _pieces[^1].Bytes is [.., not (byte)'\n'] last && last.Length < 16384)
            _pieces[^1] = (_pieces[^1].Time, [.. last, .. line]);
        else
            Write(line, isOwn: false);
    }

    private byte[] Line(int number)
    {
        var length = _random.Next(20) switch { 0 => _random.Next(70_000), 1 => 16384, 2 => 16383, 3 => 32768, 4 => 0, 5 => 16384 + _random.Next(60), _ => _random.Next(100) };
        var line = new byte[length + 1];
        _random.NextBytes(line);
        // Times inside of lines, and bytes that are no text.
        if (length > 60)
            Encoding.ASCII.GetBytes($"{number} 2026-01-02T15:04:05.000000000Z x").CopyTo(line, 3);
        line.AsSpan().Replace((byte)'\n', (byte)'.');
        line[^1] = (byte)'\n';
        return line;
    }

    private void Write(byte[] line, bool isOwn)
    {
        if (isOwn)
            Own.Write(line);
        for (var done = 0; done < line.Length;)
        {
            var left = line.Length - done;
            // A line of 16 KB and its line feed is one piece.
            var count = left > 16384 + 1 || (left == 16384 + 1 && line[^1] != '\n') ? 16384 : left;
            _now += _random.Next(6) switch { 0 => 0, 1 => Second, 2 => Second / 3, _ => 1000 };
            _pieces.Add((_now - (_random.Next(10) == 0 ? 700 : 0), line[done..(done + count)]));
            done += count;
        }
    }
}
