using System.Text;

namespace ElasticJobs.Kubernetes.Logs;

/// <summary>A log stream has something in it that is no log.</summary>
internal sealed class LogFormatException(ReadOnlySpan<byte> bytes) : Exception($"The log stream says: {Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, Shown)])}")
{
    private const int Shown = 300;
}
