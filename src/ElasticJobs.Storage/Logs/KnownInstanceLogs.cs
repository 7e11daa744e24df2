using System.Text.Json;
using ElasticJobs.Core.Logs;

namespace ElasticJobs.Storage.Logs;

/// <summary>Logs of one directory, in memory. A file is read when it is new here, and again when it has grown: its log's end is all that is ever added.</summary>
internal sealed class KnownInstanceLogs(string directory)
{
    private readonly Lock _gate = new();
    private Dictionary<string, (long Length, InstanceLog Log)> _known = [];

    public IReadOnlyCollection<InstanceLog> List()
    {
        lock (_gate)
        {
            // Those whose files are gone are left out.
            var there = new Dictionary<string, (long Length, InstanceLog Log)>(_known.Count, StringComparer.Ordinal);
            foreach (var file in new DirectoryInfo(directory).EnumerateFiles("*.json"))
            {
                if (_known.TryGetValue(file.Name, out var known) && (known.Log.EndedAt is not null || (file.Exists && file.Length == known.Length)))
                    there.Add(file.Name, known);
                else if (Read(file.FullName) is { } read)
                    there.Add(file.Name, read);
            }

            _known = there;
            return [.. there.Values.Select(known => known.Log)];
        }
    }

    /// <summary>Null: it was removed meanwhile, or is not whole, as after a failure of power.</summary>
    public static (long Length, InstanceLog Log)? Read(string file)
    {
        try
        {
            var bytes = File.ReadAllBytes(file);
            return JsonSerializer.Deserialize<InstanceLog>(bytes) is { } log ? (bytes.Length, log) : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }
}
