using System.Globalization;

namespace ElasticJobs.Benchmarks.Consoles;

internal static class ProcessMemory
{
    /// <summary>Resident memory as the kernel counts it.</summary>
    public static double Megabytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
