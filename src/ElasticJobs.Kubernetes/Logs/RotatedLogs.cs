using System.Buffers;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using ElasticJobs.Kubernetes.Client;

namespace ElasticJobs.Kubernetes.Logs;

/// <summary>
/// What the kubelet has put aside of a container's log. The log of a pod, as the API server gives it, is only that of the present file; the older ones are among the node's logs,
/// which the kubelet serves to those who may ask nodes by proxy.
/// </summary>
internal sealed partial class RotatedLogs(IKubernetesApi api, string node, string directory)
{
    private const byte LineFeed = (byte)'\n';
    private const byte Blank = (byte)' ';

    /// <summary>Null: the pod is on no node.</summary>
    public static RotatedLogs? Of(IKubernetesApi api, V1Pod? pod, string container) => pod is { Spec.NodeName: { } node, Metadata: { } meta }
        ? new RotatedLogs(api, node, $"{meta.Namespace}_{meta.Name}_{meta.Uid}/{container}")
        : null;

    /// <summary>Oldest first, in the form of a stream with timestamps (see <see cref="LogPieces"/>).</summary>
    /// <param name="before">Only what is older, nanoseconds since 1970.</param>
    /// <exception cref="KubernetesApiException">It is not allowed, or there is none.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(long before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var root = $"/api/v1/nodes/{node}/proxy/logs/pods/{directory}/";
        var listing = Encoding.UTF8.GetString(await api.GetRawAsync(root, cancellationToken));
        foreach (var name in Names(listing))
        {
            var file = await api.GetRawAsync(root + name, cancellationToken);
            yield return Pieces(name.EndsWith(".gz", StringComparison.Ordinal) ? Unpack(file) : file, before);
        }
    }

    /// <summary>Those put aside of the container's first and only run, by the time in their names. While one is being packed it is there twice.</summary>
    internal static IEnumerable<string> Names(string listing) => Link().Matches(listing).Select(match => match.Groups["name"].Value)
        .GroupBy(name => name.EndsWith(".gz", StringComparison.Ordinal) ? name[..^3] : name, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => group.MinBy(name => name.Length)!);

    /// <summary>From the form in which container runtimes write: <c>time stream F|P text</c>, where P is a piece without line feed.</summary>
    internal static ReadOnlyMemory<byte> Pieces(ReadOnlySpan<byte> file, long before)
    {
        var pieces = new ArrayBufferWriter<byte>(Math.Max(1, file.Length));
        Span<byte> prefix = stackalloc byte[LogTime.LongestBytes];
        while (file.IndexOf(LineFeed) is >= 0 and var end)
        {
            var line = file[..end];
            file = file[(end + 1)..];
            var rest = line[(line.IndexOf(Blank) + 1)..];
            var tag = rest.IndexOf(Blank) + 1;
            if (tag == 0 || rest.Length < tag + 2 || rest[tag + 1] != Blank || !LogTime.TryPad(line[..^rest.Length], prefix, out var length))
                continue;
            if (!LogTime.TryRead(prefix[..length], out var time, out _) || time >= before)
                continue;
            pieces.Write(prefix[..length]);
            pieces.Write(rest[(tag + 2)..]);
            if (rest[tag] != 'P')
                pieces.Write([LineFeed]);
        }

        return pieces.WrittenMemory;
    }

    private static byte[] Unpack(byte[] file)
    {
        using var unpacked = new MemoryStream();
        using var packed = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        packed.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    [GeneratedRegex("href=\"(?<name>0\\.log\\.[0-9]{8}-[0-9]{6}(?:\\.gz)?)\"", RegexOptions.None, 1000)]
    private static partial Regex Link();
}
