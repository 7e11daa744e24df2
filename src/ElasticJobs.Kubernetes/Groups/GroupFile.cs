using System.Text.Json;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Kubernetes.Groups;

/// <summary>A group's pod as it was given, beside its logs: a console that comes later completes the group or starts it again by it. It may be larger than an object of the cluster can be.</summary>
internal static class GroupFile
{
    private const string Name = "group.json";

    public static void Write(PodSpec pod)
    {
        Directory.CreateDirectory(pod.LogDirectory);
        var path = Path.Combine(pod.LogDirectory, Name);
        File.WriteAllText(path + ".new", PodSpecJson.Write(pod));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Null: there is none that can be read.</summary>
    public static PodSpec? Read(string? directory)
    {
        try
        {
            return directory is null ? null : PodSpecJson.Read(File.ReadAllText(Path.Combine(directory, Name)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
