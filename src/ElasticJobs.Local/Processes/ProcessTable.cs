using System.Globalization;

namespace ElasticJobs.Local.Processes;

/// <summary>Every process of the machine at one moment, from one pass over <c>/proc</c>.</summary>
internal sealed class ProcessTable
{
    private readonly Dictionary<int, ProcessStat> _byPid = [];
    private readonly ILookup<int, ProcessStat> _bySession;
    private ILookup<string, int>? _byMarker;

    private ProcessTable(IEnumerable<ProcessStat> processes)
    {
        foreach (var process in processes)
            _byPid[process.Pid] = process;
        _bySession = _byPid.Values.ToLookup(process => process.Session);
    }

    public static ProcessTable Read() => new(Pids().Select(ProcessStat.Read).OfType<ProcessStat>().Where(process => process.IsAlive));

    public ProcessStat? Find(int pid) => _byPid.TryGetValue(pid, out var process) ? process : null;

    public IEnumerable<ProcessStat> InSession(int session) => _bySession[session];

    /// <summary>Processes whose environment at their start had <c>EJ_POD_DIR</c> set to <paramref name="podFiles"/>. Their environments are read once, on the first call.</summary>
    public IEnumerable<int> MarkedBy(string podFiles)
    {
        _byMarker ??= _byPid.Keys
            .Select(pid => (Pid: pid, Files: PodMarker.Of(pid)))
            .Where(marked => marked.Files is not null)
            .ToLookup(marked => marked.Files!, marked => marked.Pid, StringComparer.Ordinal);
        return _byMarker[podFiles];
    }

    private static IEnumerable<int> Pids()
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
                yield return pid;
        }
    }
}
