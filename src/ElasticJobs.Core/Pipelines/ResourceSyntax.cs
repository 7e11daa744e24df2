using System.Globalization;
using System.Text.RegularExpressions;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Pipelines;

/// <summary>
/// Amounts as cube-studio's users write them: cpu <c>2</c>, <c>0.5~4</c>; memory <c>2G</c>, <c>500M~1G</c> (powers of 1024, as there; <c>Gi</c> means the same); gpu <c>0</c>, <c>2(V100)</c>, <c>1(npu)</c>,
/// <c>1(vendor,TYPE)</c>. A range keeps request and limit apart; a single amount is both.
/// </summary>
public static partial class ResourceSyntax
{
    public const string CpuExample = "2 or 0.5~4";
    public const string MemoryExample = "2G or 500M~1G";
    public const string GpuExample = "1, 2(V100) or 1(vendor,TYPE)";

    private const double MaximumCores = 100_000;
    private static readonly HashSet<string> Vendors = ["nvidia", "amd", "npu", "mlu", "dcu", "gcu", "xpu", "musa"];

    private delegate (T? Value, Reason? Why) AmountReader<T>(string text) where T : struct;

    /// <summary>Problems have the paths <c>{path}.cpu</c> and so on.</summary>
    public static ResourceRequirements Read(TaskResources? resources, string path, ICollection<Problem> problems)
    {
        if (resources is null)
        {
            return ResourceRequirements.None;
        }

        var (cpuRequest, cpuLimit) = Range<double>(resources.Cpu, $"{path}.cpu", "cpu", CpuExample, Cores, problems);
        var (memoryRequest, memoryLimit) = Range<long>(resources.Memory, $"{path}.memory", "memory", MemoryExample, Bytes, problems);
        var (gpus, vendor, type) = Gpu(resources.Gpu, $"{path}.gpu", problems);
        return new ResourceRequirements(cpuRequest, cpuLimit, memoryRequest, memoryLimit, gpus, vendor, type);
    }

    /// <summary>A single amount of memory, in bytes. Null: nothing is said, or a problem at <paramref name="path"/> says why not.</summary>
    public static long? ReadBytes(string? text, string path, ICollection<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var (bytes, why) = Bytes(text.Trim());
        if (why is not null)
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.BadResources, text, "memory", why.En + ".", "2G", why.Zh + "。"));
        }

        return bytes;
    }

    internal static bool TryBytes(string text, out long bytes)
    {
        var (value, _) = Bytes(text);
        bytes = value ?? 0;
        return value is not null;
    }

    private static (T? Request, T? Limit) Range<T>(
        string? text, string path, string kind, string example, AmountReader<T> read, ICollection<Problem> problems)
        where T : struct, IComparable<T>
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return (null, null);
        }

        var parts = text.Split(['~', '-', '_'], StringSplitOptions.TrimEntries);
        var (request, why) = parts.Length > 2 ? (null, new Reason("more than two amounts", "超过两个数量")) : read(parts[0]);
        var limit = request;
        if (why is null && parts.Length == 2)
        {
            (limit, why) = read(parts[1]);
            if (why is null && limit!.Value.CompareTo(request!.Value) < 0)
            {
                why = new Reason($"the limit {parts[1]} is below the request {parts[0]}", $"上限 {parts[1]} 小于请求 {parts[0]}");
            }
        }

        if (why is null)
        {
            return (request, limit);
        }

        problems.Add(ProblemTexts.Make(path, ProblemCodes.BadResources, text, kind, why.En + ".", example, why.Zh + "。"));
        return (null, null);
    }

    private static (double? Value, Reason? Why) Cores(string text)
    {
        if (text.EndsWith('m') && double.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var milli))
        {
            return milli > 0 ? (milli / 1000, null) : (null, new Reason("it must be more than 0", "必须大于 0"));
        }

        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cores))
        {
            return (null, new Reason($"'{text}' is no number of cores", $"'{text}' 不是核数"));
        }

        return cores is > 0 and <= MaximumCores ? (cores, null) : (null, new Reason("it must be more than 0 and at most 100000", "必须大于 0 且不超过 100000"));
    }

    private static (long? Value, Reason? Why) Bytes(string text)
    {
        var match = MemoryPattern().Match(text);
        if (!match.Success)
        {
            return (null, new Reason($"'{text}' is no amount with a unit K, M, G or T", $"'{text}' 不是带有单位 K、M、G 或 T 的数量"));
        }

        var power = "KMGT".IndexOf(char.ToUpperInvariant(match.Groups["unit"].Value[0]), StringComparison.Ordinal) + 1;
        var bytes = double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) * Math.Pow(1024, power);
        return bytes is >= 1 and <= 1e15 ? ((long)bytes, null) : (null, new Reason("it must be more than 0 and below 900T", "必须大于 0 且小于 900T"));
    }

    private static (int Count, string? Vendor, string? Type) Gpu(string? text, string path, ICollection<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return (0, null, null);
        }

        var match = GpuPattern().Match(text.Trim());
        if (!match.Success)
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.BadResources, text, "gpu", "it is no whole number of devices, perhaps with a type in brackets.", GpuExample, "应为整数个设备，可在括号中注明型号。"));
            return (0, null, null);
        }

        var count = int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture);
        var inner = match.Groups["inner"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return inner switch
        {
            [var vendor, var type] => (count, vendor.ToLowerInvariant(), type),
            [var only] when Vendors.Contains(only.ToLowerInvariant()) => (count, only.ToLowerInvariant(), null),
            [var only] => (count, null, only),
            _ => (count, null, null),
        };
    }

    private sealed record Reason(string En, string Zh);

    [GeneratedRegex(@"^(?<number>\d+(\.\d+)?)\s*(?<unit>[KMGTkmgt])(i|I)?(b|B)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MemoryPattern();

    [GeneratedRegex(@"^(?<count>\d{1,4})\s*(\((?<inner>[A-Za-z0-9._\-, ]+)\))?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GpuPattern();
}
