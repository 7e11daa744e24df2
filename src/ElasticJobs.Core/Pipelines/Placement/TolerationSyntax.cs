using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Pipelines.Placement;

/// <summary>Tolerations in the form of <c>kubectl taint</c>: <c>key=value:Effect</c>, <c>key:Effect</c>, <c>key</c>; <c>*</c> is every key, and <c>for 5m</c> at the end bounds a NoExecute taint.</summary>
public static class TolerationSyntax
{
    public const string Example = "gpu=true:NoSchedule or spot:NoExecute for 5m";

    private const string For = " for ";

    public static IReadOnlyList<Toleration> Read(IReadOnlyList<string> texts, string path, ICollection<Problem> problems) =>
        SyntaxList.Read<Toleration>(texts, path, ProblemCodes.BadToleration, Example, Read, problems);

    internal static string Format(Toleration toleration)
    {
        var value = toleration.Operator == TolerationOperator.Equal ? $"={toleration.Value}" : "";
        var effect = toleration.Effect is { } one ? $":{one}" : "";
        return $"{toleration.Key ?? "*"}{value}{effect}{(toleration.For is { } time ? For + DurationText.Format(time) : "")}";
    }

    internal static (Toleration? Toleration, SyntaxFault? Fault) Read(string text)
    {
        var (taint, time) = (text, (TimeSpan?)null);
        if (text.IndexOf(For, StringComparison.Ordinal) is >= 0 and var at)
        {
            if (!DurationText.TryParse(text[(at + For.Length)..].Trim(), out var duration))
            {
                return Fault(at + For.Length, $"'{text[(at + For.Length)..]}' is no duration", $"'{text[(at + For.Length)..]}' 不是时长");
            }

            (taint, time) = (text[..at], duration);
        }

        var colon = taint.IndexOf(':', StringComparison.Ordinal);
        var effect = (TaintEffect?)null;
        if (colon >= 0)
        {
            if (!Enum.TryParse<TaintEffect>(taint[(colon + 1)..].Trim(), out var named) || !Enum.IsDefined(named) || char.IsAsciiDigit(taint[(colon + 1)..].TrimStart().FirstOrDefault()))
            {
                return Fault(colon + 1, "the effect is NoSchedule, PreferNoSchedule or NoExecute", "效果应为 NoSchedule、PreferNoSchedule 或 NoExecute");
            }

            (effect, taint) = (named, taint[..colon]);
        }

        return time is not null && effect is not (null or TaintEffect.NoExecute)
            ? Fault(text.IndexOf(For, StringComparison.Ordinal) + 1, "only NoExecute is borne for a time", "只有 NoExecute 可以限定时间")
            : Taint(taint, effect, time);
    }

    private static (Toleration?, SyntaxFault?) Taint(string taint, TaintEffect? effect, TimeSpan? time)
    {
        var equals = taint.IndexOf('=', StringComparison.Ordinal);
        var key = (equals < 0 ? taint : taint[..equals]).Trim();
        if (key == "*" && equals < 0)
        {
            return (new Toleration(null, TolerationOperator.Exists, null, effect, time), null);
        }

        if (!KubernetesNames.IsLabelKey(key))
        {
            return Fault(0, $"'{key}' is no key of a taint", $"'{key}' 不是污点的键");
        }

        if (equals < 0)
        {
            return (new Toleration(key, TolerationOperator.Exists, null, effect, time), null);
        }

        var value = taint[(equals + 1)..].Trim();
        return KubernetesNames.IsLabelValue(value)
            ? (new Toleration(key, TolerationOperator.Equal, value, effect, time), null)
            : Fault(equals + 1, $"'{value}' is no value of a taint", $"'{value}' 不是污点的值");
    }

    private static (Toleration?, SyntaxFault?) Fault(int position, string en, string zh) => (null, new SyntaxFault(position, en, zh));
}
