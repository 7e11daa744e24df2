using System.Collections.Concurrent;
using System.Text.Json;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Storage.Logs;

/// <summary>One small file for each log: <c>{logs}/instances/{service}/{instance}.{id}.json</c>. It is written before the log begins and removed after it is gone, so that no log is left that nobody knows of.</summary>
internal sealed class InstanceLogs(string root, ILogStore logs) : IInstanceLogs
{
    /// <summary>By directory of the service: pages list them every second.</summary>
    private readonly ConcurrentDictionary<string, KnownInstanceLogs> _known = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();
    private readonly string _root = Path.Combine(Path.GetFullPath(root), "instances");

    public void Begin(InstanceLog log)
    {
        if (!File.Exists(FileOf(log)))
            Write(log);
    }

    public void End(string service, string instance, DateTimeOffset at)
    {
        if (Find(service, instance) is { EndedAt: null } log)
            Write(log with { EndedAt = at });
    }

    public IReadOnlyList<InstanceLog> List(string service) => [.. Known(DirectoryOf(service)).OrderByDescending(log => log.BegunAt)];

    public IReadOnlyList<InstanceLog> ListAll() => [.. Services().SelectMany(Known)];

    public InstanceLog? Find(string service, string instance) => Read(DirectoryOf(service), $"{Checked(instance)}.*.json").FirstOrDefault();

    public InstanceLog? Find(RunId id) => Services().SelectMany(directory => Read(directory, $"*.{id.Value:N}.json")).FirstOrDefault();

    public async Task RemoveAsync(InstanceLog log, CancellationToken cancellationToken)
    {
        await logs.DeleteAsync(log.Id, cancellationToken);
        File.Delete(FileOf(log));
    }

    private void Write(InstanceLog log)
    {
        var file = FileOf(log);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        // Whole or not at all: a reader may come at any time.
        lock (_writing)
        {
            File.WriteAllText(file + ".new", JsonSerializer.Serialize(log));
            File.Move(file + ".new", file, overwrite: true);
        }
    }

    private IReadOnlyCollection<InstanceLog> Known(string directory)
    {
        if (Directory.Exists(directory))
            return _known.GetOrAdd(directory, static directory => new KnownInstanceLogs(directory)).List();
        _known.TryRemove(directory, out _);
        return [];
    }

    private IEnumerable<string> Services() => Directory.Exists(_root) ? Directory.EnumerateDirectories(_root) : [];

    private static IEnumerable<InstanceLog> Read(string directory, string pattern)
    {
        if (!Directory.Exists(directory))
            yield break;
        foreach (var file in Directory.EnumerateFiles(directory, pattern))
        {
            if (KnownInstanceLogs.Read(file) is { } read)
                yield return read.Log;
        }
    }

    private string FileOf(InstanceLog log) => Path.Combine(DirectoryOf(log.Service), $"{Checked(log.Instance)}.{log.Id.Value:N}.json");

    private string DirectoryOf(string service) => Path.Combine(_root, Checked(service));

    /// <summary>What comes by an address may be no name at all.</summary>
    private static string Checked(string name) => name.Length == 0 || name[0] == '.' || name.AsSpan().ContainsAny("/\\\0*?") ? "-" : name;
}
