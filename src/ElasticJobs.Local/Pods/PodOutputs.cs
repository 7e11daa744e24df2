using System.Globalization;
using System.Text;
using ElasticJobs.Local.Processes;

namespace ElasticJobs.Local.Pods;

/// <summary>What a task left in <c>$EJ_OUTPUTS</c>.</summary>
/// <param name="Values">Trimmed text by file name; null when it was too much.</param>
/// <param name="Complaint">A sentence for people. Null: all well.</param>
internal sealed record PodOutputs(IReadOnlyDictionary<string, string>? Values, string? Complaint)
{
    /// <summary>Bytes of all outputs together.</summary>
    public const int Limit = 4096;

    public static PodOutputs Read(string directory)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var ignored = new List<string>();
        var sizes = new List<(string Name, long Bytes)>();
        foreach (var file in Files(directory))
        {
            if (!IsName(file.Name))
            {
                ignored.Add(file.Name);
                continue;
            }

            var content = RawFile.ReadBytes(file.FullName, Limit + 2) ?? [];
            var text = Trim(Encoding.UTF8.GetString(content));
            sizes.Add((file.Name, content.Length > Limit ? Math.Max(file.Length, content.Length) : Encoding.UTF8.GetByteCount(text)));
            values[file.Name] = text;
        }

        var total = sizes.Sum(size => size.Bytes);
        if (total > Limit)
        {
            var largest = sizes.OrderByDescending(size => size.Bytes).Take(5).Select(size => string.Create(CultureInfo.InvariantCulture, $"{size.Name} {size.Bytes} bytes"));
            return new PodOutputs(null, string.Create(CultureInfo.InvariantCulture,
                $"The outputs are {total} bytes, more than the {Limit} allowed ({string.Join(", ", largest)}). Put large data into $EJ_WORKSPACE and only its path into $EJ_OUTPUTS."));
        }

        return new PodOutputs(values, ignored.Count == 0
            ? null
            : $"Ignored in $EJ_OUTPUTS: {string.Join(", ", ignored.Take(5))}. Names of outputs are letters, digits, '_', '.' and '-' only.");
    }

    private static IEnumerable<FileInfo> Files(string directory)
    {
        try
        {
            return new DirectoryInfo(directory).GetFiles().OrderBy(file => file.Name, StringComparer.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The task removed or locked it: it has no outputs.
            return [];
        }
    }

    private static string Trim(string text) =>
        text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;

    private static bool IsName(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');
}
