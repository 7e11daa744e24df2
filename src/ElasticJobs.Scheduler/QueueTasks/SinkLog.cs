using System.Text;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Scheduler.QueueTasks;

/// <summary>
/// The log of one task, written from its frames in the sink as if a container <c>main</c> had. A console that was killed may have written more than its position says: the same frames come again,
/// and what is on file already is passed over, byte for byte. Not for several threads.
/// </summary>
internal sealed class SinkLog
{
    private const int LineBytes = 8192;
    private const string ProgressMark = "##ej progress ";

    private readonly string _directory;
    private SinkPosition _position;
    private long _output;
    private long _error;

    /// <param name="from">Of a task that is new: index of the sink from which on its frames come.</param>
    public SinkLog(string directory, long from)
    {
        Directory.CreateDirectory(directory);
        _directory = directory;
        if (SinkPosition.Read(directory) is not { } known)
        {
            known = new SinkPosition(from, from, 0, 0);
            known.Write(directory);
        }

        _position = known;
        (_output, _error) = (known.Output, known.Error);
    }

    public long First => _position.First;

    public long Next => _position.Next;

    /// <summary>Nothing was logged in the frames below <see cref="Next"/>.</summary>
    public bool IsEmpty => _position is { Output: 0, Error: 0 };

    /// <summary>The last line of standard output that is no report of progress, without what is before its last <see cref="LineBytes"/> bytes. Empty: there is none.</summary>
    public string LastLine()
    {
        var path = PathOf(isError: false);
        if (!File.Exists(path))
            return "";
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var tail = new byte[Math.Min(_output, LineBytes)];
        file.Position = _output - tail.Length;
        file.ReadExactly(tail);
        return Encoding.UTF8.GetString(tail).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .LastOrDefault(line => !line.StartsWith(ProgressMark, StringComparison.Ordinal)) ?? "";
    }

    public void Append(bool isError, ReadOnlySpan<byte> data)
    {
        ref var place = ref isError ? ref _error : ref _output;
        using var file = new FileStream(PathOf(isError), FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        var known = (int)Math.Clamp(file.Length - place, 0, data.Length);
        file.Write(data[known..]);
        place += data.Length;
    }

    /// <summary>All frames below an index are taken in.</summary>
    public void Reached(long next)
    {
        if (next == _position.Next)
            return;
        _position = _position with { Next = next, Output = _output, Error = _error };
        _position.Write(_directory);
    }

    private string PathOf(bool isError) => Path.Combine(_directory, ContainerSpec.MainName + (isError ? ".err" : ".out"));
}
