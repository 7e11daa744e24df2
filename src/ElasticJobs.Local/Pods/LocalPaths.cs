using System.Security.Cryptography;
using System.Text;

namespace ElasticJobs.Local.Pods;

/// <summary>Where things are below the data directory.</summary>
internal sealed class LocalPaths(string data)
{
    public string Pods { get; } = Path.Combine(data, "pods");

    /// <summary>A file appears here when a pod was claimed (<c>name+</c>) or has ended (<c>name</c>). The console watches this one directory.</summary>
    public string Bells { get; } = Path.Combine(data, "pods", ".exits");

    public string Scripts { get; } = Path.Combine(data, "pods", ".bin");

    /// <summary>Directories on their way out, so that removing a pod is one rename.</summary>
    public string Trash { get; } = Path.Combine(data, "pods", ".trash");

    public string Workspaces { get; } = Path.Combine(data, "workspaces");

    public string Terminals { get; } = Path.Combine(data, "terminals");

    /// <summary>Of this console's control groups: differs between data directories, stays the same over restarts.</summary>
    public string GroupOwner { get; } = $"elasticjobs-{Digest(data)}";

    public PodDirectory Pod(string name) => new(Path.Combine(Pods, CheckName(name)), Temporary(name));

    public string Workspace(string name) => Path.Combine(Workspaces, CheckName(name));

    /// <summary>Short, because sockets that programs make in it may have 107 characters only.</summary>
    public string Temporary(string pod) => Path.Combine(data, "tmp", Digest(pod));

    public void MakeAll()
    {
        foreach (var directory in (string[])[Pods, Bells, Scripts, Trash, Workspaces, Terminals])
            Directory.CreateDirectory(directory);
    }

    private static string CheckName(string name) =>
        name.Length > 0 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? name
            : throw new ArgumentException($"'{name}' is no name of a pod or workspace: letters, digits, '-', '_' and '.' only, not beginning with '.'.", nameof(name));

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..10];
}
