using System.Text;
using ElasticJobs.Kubernetes.Client;

namespace ElasticJobs.Tests.Shared.Kubernetes;

public static class ExecReading
{
    public static async Task<(string Stdout, string Stderr)> ReadToEndAsync(this IExecSession session, CancellationToken cancellationToken)
    {
        var outputs = new[] { new MemoryStream(), new MemoryStream() };
        var buffer = new byte[4096];
        while (await session.ReadAsync(buffer, cancellationToken) is { Count: > 0 } read)
            outputs[(int)read.Stream].Write(buffer, 0, read.Count);
        return (Encoding.Latin1.GetString(outputs[0].ToArray()), Encoding.Latin1.GetString(outputs[1].ToArray()));
    }

    /// <summary>Reads both outputs into <paramref name="seen"/> until the text is in it.</summary>
    public static async Task ReadUntilAsync(this IExecSession session, StringBuilder seen, string text, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        while (!seen.ToString().Contains(text, StringComparison.Ordinal))
        {
            var read = await session.ReadAsync(buffer, cancellationToken);
            if (read.Count == 0)
                throw new InvalidOperationException($"The session ended before it said {text.Trim()}; it said: {seen}");
            seen.Append(Encoding.Latin1.GetString(buffer, 0, read.Count));
        }
    }
}
