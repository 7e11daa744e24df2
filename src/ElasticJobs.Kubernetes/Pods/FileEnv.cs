using System.Globalization;
using System.Text;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>A pod's files travel in its environment, so that they need no object of their own: in pieces, since Linux allows 128 KB a variable.</summary>
internal static class FileEnv
{
    public const int PieceBytes = 96 * 1024;
    public const int TotalBytes = 512 * 1024;

    /// <exception cref="PodStartException">They are too large.</exception>
    public static IReadOnlyList<FilePiece> Of(IReadOnlyDictionary<string, string> files)
    {
        var total = files.Values.Sum(Encoding.UTF8.GetByteCount);
        if (total > TotalBytes)
        {
            throw new PodStartException(
                PodStatus.StartError,
                string.Create(CultureInfo.InvariantCulture, $"The task's files are {total} bytes, more than the {TotalBytes} that a pod can carry. Put large scripts and data into the workspace, a config map or the image."));
        }

        var pieces = new List<FilePiece>();
        foreach (var (path, text) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var isFirst = true;
            foreach (var piece in Pieces(text))
            {
                pieces.Add(new FilePiece(string.Create(CultureInfo.InvariantCulture, $"EJ_FILE_{pieces.Count}"), path, piece, isFirst));
                isFirst = false;
            }
        }

        return pieces;
    }

    private static IEnumerable<string> Pieces(string text)
    {
        var start = 0;
        var bytes = 0;
        for (var i = 0; i < text.Length;)
        {
            var length = char.IsSurrogatePair(text, i) ? 2 : 1;
            var size = Encoding.UTF8.GetByteCount(text.AsSpan(i, length));
            if (bytes + size > PieceBytes)
            {
                yield return text[start..i];
                (start, bytes) = (i, 0);
            }

            bytes += size;
            i += length;
        }

        yield return text[start..];
    }
}

/// <param name="Variable">Its name in the environment.</param>
/// <param name="Path">Of the file, relative.</param>
/// <param name="IsFirst">False: goes on with the piece before.</param>
internal sealed record FilePiece(string Variable, string Path, string Text, bool IsFirst);
