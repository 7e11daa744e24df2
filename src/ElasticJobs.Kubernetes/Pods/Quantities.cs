using System.Globalization;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>Amounts as Kubernetes writes them.</summary>
internal static class Quantities
{
    private const string DefaultVendor = "nvidia";

    public static V1ResourceRequirements? Of(ResourceRequirements resources, IDictionary<string, string> gpus)
    {
        var requests = Amounts(resources.CpuRequest, resources.MemoryRequest);
        var limits = Amounts(resources.CpuLimit, resources.MemoryLimit);
        if (resources.Gpus > 0)
        {
            // Devices are never shared or over-committed: the request follows from the limit.
            limits[GpuOf(resources, gpus)] = resources.Gpus.ToString(CultureInfo.InvariantCulture);
        }

        return requests.Count + limits.Count == 0 ? null : new V1ResourceRequirements { Requests = requests.Count == 0 ? null : requests, Limits = limits.Count == 0 ? null : limits };
    }

    /// <summary>What GPUs of its vendor are called, whether it asks for any or not.</summary>
    public static string GpuOf(ResourceRequirements resources, IDictionary<string, string> gpus) =>
        gpus.TryGetValue(resources.GpuVendor ?? DefaultVendor, out var name) ? name : $"{resources.GpuVendor ?? DefaultVendor}.com/gpu";

    public static string Bytes(long bytes) => bytes.ToString(CultureInfo.InvariantCulture);

    /// <summary>Cores or bytes of what the API writes, e.g. <c>250m</c>, <c>12345n</c>, <c>64Mi</c>. 0: no quantity.</summary>
    public static double Read(string quantity)
    {
        var digits = quantity.AsSpan().TrimEnd("numkKMGTPEi");
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return 0;
        return number * quantity[digits.Length..] switch
        {
            "n" => 1e-9,
            "u" => 1e-6,
            "m" => 1e-3,
            "k" => 1e3,
            "M" => 1e6,
            "G" => 1e9,
            "T" => 1e12,
            "Ki" => 1024d,
            "Mi" => 1024d * 1024,
            "Gi" => 1024d * 1024 * 1024,
            "Ti" => 1024d * 1024 * 1024 * 1024,
            _ => 1,
        };
    }

    private static Dictionary<string, string> Amounts(double? cores, long? memory)
    {
        var amounts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (cores is { } cpu)
            amounts["cpu"] = string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(cpu * 1000):0}m");
        if (memory is { } bytes)
            amounts["memory"] = Bytes(bytes);
        return amounts;
    }
}
