using System.Text;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Storage.Logs;

/// <summary>Results as files in <c>results/</c> beside the attempt's log, so that they go when it goes.</summary>
internal sealed class TaskResults(ILogStore logs) : ITaskResults
{
    private const int MaximumFiles = 32;
    private const int MaximumLength = 1024 * 1024;
    private const string Partial = ".part";

    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(AttemptKey attempt, CancellationToken cancellationToken)
    {
        var directory = new DirectoryInfo(DirectoryOf(attempt));
        Dictionary<string, string> results = [];
        if (directory.Exists)
        {
            foreach (var file in directory.EnumerateFiles().Where(file => file.Extension != Partial).OrderBy(file => file.Name, StringComparer.Ordinal))
                results[file.Name] = await File.ReadAllTextAsync(file.FullName, cancellationToken);
        }

        return results;
    }

    public async Task SaveAsync(AttemptKey attempt, IReadOnlyDictionary<string, string> results, CancellationToken cancellationToken)
    {
        foreach (var (name, text) in results.OrderBy(pair => pair.Key, StringComparer.Ordinal).Take(MaximumFiles))
        {
            if (Encoding.UTF8.GetByteCount(text) > MaximumLength)
                continue;
            var path = Path.Combine(Directory.CreateDirectory(DirectoryOf(attempt)).FullName, Path.GetFileName(name));
            await File.WriteAllTextAsync(path + Partial, text, cancellationToken);
            File.Move(path + Partial, path, overwrite: true);
        }
    }

    private string DirectoryOf(AttemptKey attempt) => Path.Combine(logs.DirectoryOf(attempt), "results");
}
