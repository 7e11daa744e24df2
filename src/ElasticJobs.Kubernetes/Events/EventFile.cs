using ElasticJobs.Core.Runs;

namespace ElasticJobs.Kubernetes.Events;

/// <summary>What is written of an attempt's events, so that each is written once however often it is told: a console that starts hears all of the last hour again.</summary>
internal sealed class EventFile
{
    private static readonly Lock Gate = new();

    private readonly string _path;
    private readonly Dictionary<string, (DateTimeOffset At, int Count)> _written = new(StringComparer.Ordinal);
    private bool _isTorn;

    public EventFile(string directory, string uid)
    {
        Uid = uid;
        _path = Path.Combine(directory, TaskEvent.FileName);
        if (!File.Exists(_path))
            return;
        var text = File.ReadAllText(_path);
        _isTorn = text.Length > 0 && text[^1] != '\n';
        foreach (var line in text.Split('\n'))
        {
            if (TaskEvent.Parse(line) is { } known)
                _written[known.Id] = (known.At, known.Count);
        }
    }

    /// <summary>Of the pod.</summary>
    public string Uid { get; }

    /// <summary>When the pod was missed; what is said of it comes behind its end. Null: it is there.</summary>
    public long? GoneSince { get; set; }

    /// <summary>Adds one that nobody else tells.</summary>
    public static void Append(string directory, TaskEvent told)
    {
        Directory.CreateDirectory(directory);
        Append(Path.Combine(directory, TaskEvent.FileName), told.ToLine() + "\n");
    }

    public void Add(IEnumerable<TaskEvent> events)
    {
        List<TaskEvent> news = [.. events.Where(told => !_written.TryGetValue(told.Id, out var known) || known != (told.At, told.Count))];
        if (news.Count == 0)
            return;
        Append(_path, (_isTorn ? "\n" : "") + string.Concat(news.Select(told => told.ToLine() + "\n")));
        _isTorn = false;
        foreach (var told in news)
            _written[told.Id] = (told.At, told.Count);
    }

    private static void Append(string path, string text)
    {
        lock (Gate)
            File.AppendAllText(path, text);
    }
}
