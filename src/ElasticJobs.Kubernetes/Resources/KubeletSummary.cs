using System.Globalization;
using System.Text.Json;
using ElasticJobs.Core.Resources;

namespace ElasticJobs.Kubernetes.Resources;

/// <summary>Reads a kubelet's <c>/stats/summary</c>.</summary>
internal static class KubeletSummary
{
    private const double NanosecondsPerTick = 100;

    /// <summary>Readings by namespace and pod.</summary>
    public static Dictionary<(string Namespace, string Pod), ResourceReading> Read(byte[] summary)
    {
        var readings = new Dictionary<(string, string), ResourceReading>();
        using var document = JsonDocument.Parse(summary);
        if (!document.RootElement.TryGetProperty("pods", out var pods) || pods.ValueKind != JsonValueKind.Array)
            return readings;
        foreach (var pod in pods.EnumerateArray())
        {
            var reference = pod.GetProperty("podRef");
            if (ReadPod(pod) is { } reading)
                readings[(reference.GetProperty("namespace").GetString()!, reference.GetProperty("name").GetString()!)] = reading;
        }

        return readings;
    }

    /// <summary>The pod's own figures where the kubelet has them, else the sum over its containers. Null: not measured yet.</summary>
    private static ResourceReading? ReadPod(JsonElement pod)
    {
        var parts = pod.TryGetProperty("cpu", out var whole) && Number(whole, "usageCoreNanoSeconds") is not null
            ? [pod]
            : pod.TryGetProperty("containers", out var containers) && containers.ValueKind == JsonValueKind.Array ? containers.EnumerateArray().ToArray() : [];
        var measured = parts.Where(part => part.TryGetProperty("cpu", out var cpu) && Number(cpu, "usageCoreNanoSeconds") is not null).ToList();
        if (measured.Count == 0)
            return null;
        return new ResourceReading
        {
            At = measured.Max(part => Time(part.GetProperty("cpu"))),
            CpuTime = TimeSpan.FromTicks((long)(measured.Sum(part => Number(part.GetProperty("cpu"), "usageCoreNanoSeconds") ?? 0) / NanosecondsPerTick)),
            MemoryBytes = (long)measured.Sum(part => part.TryGetProperty("memory", out var memory) ? Number(memory, "workingSetBytes") ?? 0 : 0),
            Processes = pod.TryGetProperty("process_stats", out var processes) ? (int?)Number(processes, "process_count") : null,
        };
    }

    private static double? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static DateTimeOffset Time(JsonElement element) => DateTimeOffset.Parse(element.GetProperty("time").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
