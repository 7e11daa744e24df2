using System.Globalization;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Tests.Shared.Processes;

namespace ElasticJobs.Crash.Tests.Elastic;

/// <summary>Processes of the instances that a console with this data directory has started; they outlive it.</summary>
internal sealed class InstanceProcesses(string dataDirectory)
{
    /// <summary>Worker programs, without the shells around them.</summary>
    public List<int> Workers() => [.. All().Where(process => process.Program.EndsWith("/ElasticJobs.Worker.dll", StringComparison.Ordinal)).Select(process => process.Id)];

    /// <summary>Those of each pod.</summary>
    public List<List<int>> Pods() => [.. All().GroupBy(process => process.Pod).Select(pod => pod.Select(process => process.Id).ToList())];

    public static Task KillAsync(IEnumerable<int> processes) =>
        // One that has ended meanwhile is no failure.
        Command.RunAsync("sh", "-c", $"kill -KILL {string.Join(' ', processes.Select(id => id.ToString(CultureInfo.InvariantCulture)))} 2>/dev/null || true");

    private IEnumerable<(int Id, string Program, string Pod)> All()
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id))
                continue;
            string[] command, environment;
            try
            {
                command = File.ReadAllText($"{directory}/cmdline").Split('\0');
                environment = File.ReadAllText($"{directory}/environ").Split('\0');
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It has ended.
                continue;
            }

            if (environment.FirstOrDefault(variable => variable.StartsWith($"{InstanceVariables.PodDirectory}={dataDirectory}/", StringComparison.Ordinal)) is { } pod)
                yield return (id, command is [_, var program, ..] ? program : "", pod);
        }
    }
}
