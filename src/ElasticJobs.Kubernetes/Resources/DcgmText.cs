using System.Globalization;
using System.Text;

namespace ElasticJobs.Kubernetes.Resources;

/// <summary>What a pod does with its GPUs; see <see cref="Core.Resources.ResourceReading.GpuUse"/>.</summary>
internal readonly record struct GpuReading(double? Use, long? MemoryBytes);

/// <summary>
/// Reads what NVIDIA's DCGM exporter says, in Prometheus' text format: <c>DCGM_FI_DEV_GPU_UTIL</c> (percent) and <c>DCGM_FI_DEV_FB_USED</c> (MiB), by GPU, each with the pod that has it.
/// </summary>
internal static class DcgmText
{
    private const string Use = "DCGM_FI_DEV_GPU_UTIL";
    private const string Memory = "DCGM_FI_DEV_FB_USED";
    private const long MiB = 1024 * 1024;

    /// <summary>Sums over the GPUs of each pod, by namespace and name. GPUs that no pod has are left out.</summary>
    public static Dictionary<(string Namespace, string Pod), GpuReading> Read(byte[] text)
    {
        var readings = new Dictionary<(string, string), GpuReading>();
        foreach (var line in Encoding.UTF8.GetString(text).Split('\n'))
        {
            if (!(line.StartsWith(Use, StringComparison.Ordinal) || line.StartsWith(Memory, StringComparison.Ordinal)) || Sample(line) is not var (name, labels, value))
                continue;
            // Prometheus itself, were it in between, would have renamed them.
            if ((labels.GetValueOrDefault("exported_namespace") ?? labels.GetValueOrDefault("namespace")) is not { Length: > 0 } ns
                || (labels.GetValueOrDefault("exported_pod") ?? labels.GetValueOrDefault("pod")) is not { Length: > 0 } pod)
                continue;
            var known = readings.GetValueOrDefault((ns, pod));
            if (name == Use)
                readings[(ns, pod)] = known with { Use = (known.Use ?? 0) + (value / 100) };
            else if (name == Memory)
                readings[(ns, pod)] = known with { MemoryBytes = (known.MemoryBytes ?? 0) + (long)(value * MiB) };
        }

        return readings;
    }

    /// <summary>A line <c>name{label="value",...} number [time]</c>. Null: it is none.</summary>
    private static (string Name, Dictionary<string, string> Labels, double Value)? Sample(string line)
    {
        var open = line.IndexOf('{', StringComparison.Ordinal);
        if (open < 0)
            return null;
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var at = open + 1;
        while (at < line.Length && line[at] != '}')
        {
            var equals = line.IndexOf("=\"", at, StringComparison.Ordinal);
            if (equals < 0)
                return null;
            var name = line[at..equals].TrimStart(',', ' ');
            var value = new StringBuilder();
            for (at = equals + 2; at < line.Length && line[at] != '"'; at++)
            {
                if (line[at] == '\\' && at + 1 < line.Length)
                    at++;
                value.Append(line[at]);
            }

            labels[name] = value.ToString();
            at++;
        }

        return at < line.Length && double.TryParse(line[(at + 1)..].Trim().Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? (line[..open], labels, number)
            : null;
    }
}
