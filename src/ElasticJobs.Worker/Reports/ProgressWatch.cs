namespace ElasticJobs.Worker.Reports;

/// <summary>Gathers what a task says of its progress, by lines and by file. The latest wins, and no more is passed on than anybody can read.</summary>
internal sealed class ProgressWatch(string path, TimeSpan interval, TimeProvider time)
{
    private readonly ProgressLines _lines = new();
    private (DateTime Changed, long Length) _seen;
    private TaskProgress? _waiting;
    private long? _passedOn;

    /// <summary>A piece of standard output.</summary>
    public void Read(ReadOnlySpan<byte> piece) => _waiting = _lines.Find(piece) ?? _waiting;

    /// <summary>What may be passed on now. Null: nothing.</summary>
    public TaskProgress? Due()
    {
        LookAtFile();
        if (_waiting is null || (_passedOn is { } last && time.GetElapsedTime(last) < interval))
            return null;
        _passedOn = time.GetTimestamp();
        return Take();
    }

    /// <summary>What was not passed on yet. Null: nothing.</summary>
    public TaskProgress? Rest()
    {
        LookAtFile();
        return Take();
    }

    private TaskProgress? Take()
    {
        var taken = _waiting;
        _waiting = null;
        return taken;
    }

    private void LookAtFile()
    {
        var file = new FileInfo(path);
        if (!file.Exists || (file.LastWriteTimeUtc, file.Length) == _seen)
            return;
        _seen = (file.LastWriteTimeUtc, file.Length);
        try
        {
            // Whoever adds lines to it instead of replacing them means the last.
            var last = File.ReadLines(path).LastOrDefault(line => line.Length > 0);
            _waiting = (last is null ? null : TaskProgress.Parse(last.StartsWith(TaskProgress.Prefix, StringComparison.Ordinal) ? last[TaskProgress.Prefix.Length..] : last)) ?? _waiting;
        }
        catch (IOException)
        {
            // Replaced while it was read: it is looked at again.
            _seen = default;
        }
    }
}
