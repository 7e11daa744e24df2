using System.Globalization;
using ElasticJobs.Local.Processes;

namespace ElasticJobs.Local.ControlGroups;

/// <summary>Reads and writes of the kernel's small group files; what is missing or refused is null or false.</summary>
internal static class GroupFile
{
    private const int Limit = 256 * 1024;

    public static bool TryWrite(string path, string value)
    {
        try
        {
            // Never makes a file: where the kernel has none, the controller is missing.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            stream.Write(System.Text.Encoding.ASCII.GetBytes(value));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public static bool TryMakeDirectory(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>True also when there was none.</summary>
    public static bool TryRemoveDirectory(string path)
    {
        try
        {
            Directory.Delete(path);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public static IReadOnlyList<string> ListDirectories(string path) =>
        Directory.Exists(path) ? [.. Directory.EnumerateDirectories(path).Select(directory => Path.GetFileName(directory))] : [];

    public static long? ReadNumber(string path) =>
        long.TryParse(RawFile.ReadText(path)?.Trim(), CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The number behind <paramref name="key"/> in a file of lines <c>key number</c>.</summary>
    public static long? ReadKey(string path, string key)
    {
        foreach (var line in (RawFile.ReadText(path, Limit) ?? "").AsSpan().EnumerateLines())
        {
            var space = line.IndexOf(' ');
            if (space > 0 && line[..space].SequenceEqual(key))
                return long.TryParse(line[(space + 1)..], CultureInfo.InvariantCulture, out var number) ? number : null;
        }

        return null;
    }

    /// <summary>Null: there is no such file.</summary>
    public static IReadOnlyList<int>? ReadPids(string path) =>
        RawFile.ReadText(path, Limit) is { } text
            ? [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).Where(pid => pid > 0)]
            : null;

    public static IEnumerable<string> ReadLines(string path) =>
        RawFile.ReadText(path, Limit)?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
