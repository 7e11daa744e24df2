using System.Globalization;

namespace ElasticJobs.Benchmarks.Consoles;

internal static class ProcessMemory
{
    /// <summary>Resident memory as the kernel counts it.</summary>
    public static double Megabytes(int process) => Read(process, "VmRSS:");

    /// <summary>The most that it ever was.</summary>
    public static double PeakMegabytes(int process) => Read(process, "VmHWM:");

    private static double Read(int process, string field)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
