using System.Globalization;
using ElasticJobs.Core.Resources;

namespace ElasticJobs.Web.Features.Runs.Detail;

/// <summary>Amounts of processor and memory as people read them.</summary>
internal static class UseWords
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    public static string Cores(double cores) => cores.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Bytes(double bytes)
    {
        var unit = 0;
        while (bytes >= 1024 && unit < Units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.#} {Units[unit]}");
    }

    public static string Peak(ResourceUse? use) => use is null ? "–" : $"{Cores(use.PeakCpu)} CPU · {Bytes(use.PeakMemory)}";
}
