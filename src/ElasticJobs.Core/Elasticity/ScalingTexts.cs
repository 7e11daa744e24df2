using System.Collections.Frozen;
using System.Globalization;

namespace ElasticJobs.Core.Elasticity;

/// <summary>The sentences of each reason in both languages; {0}, {1}... are <see cref="ScalingReason.Args"/>.</summary>
public static class ScalingTexts
{
    private static readonly FrozenDictionary<string, (string En, string Zh)> All = new Dictionary<string, (string, string)>
    {
        [ScalingReasons.Demand] = ("{0} asks for {1}: {2}.", "{0} 需要 {1} 个实例：{2}。"),
        [ScalingReasons.NoDemand] = ("Nothing asks for an instance.", "没有任何指标需要实例。"),
        [ScalingReasons.NoValue] = ("{0} has no value, so nothing is scaled in.", "{0} 没有数值，因此不缩容。"),
        [ScalingReasons.TaskWaits] = ("A task waits, so there is at least one.", "有任务在等待，因此至少保留一个实例。"),
        [ScalingReasons.Minimum] = ("{0} is the minimum; {1} would do.", "最小值为 {0}；{1} 个即可满足需要。"),
        [ScalingReasons.Maximum] = ("{0} is the maximum; {1} are asked for.", "最大值为 {0}；需要 {1} 个。"),
        [ScalingReasons.ScaleDownWindow] = ("Not below {0} before {1}: so many were needed within the last {2} s.", "{1} 之前不低于 {0} 个：最近 {2} 秒内曾需要这么多。"),
        [ScalingReasons.ScaleUpWindow] = ("Not above {0} before {1}: no more were needed all through the last {2} s.", "{1} 之前不高于 {0} 个：最近 {2} 秒内并非一直需要更多。"),
        [ScalingReasons.ScaleUpPolicy] = ("Not above {0} before {1}: the policies of scaleUp allow no more; {2} are asked for.", "{1} 之前不高于 {0} 个：scaleUp 策略不允许更多；需要 {2} 个。"),
        [ScalingReasons.ScaleDownPolicy] = ("Not below {0} before {1}: the policies of scaleDown allow no less; {2} would do.", "{1} 之前不低于 {0} 个：scaleDown 策略不允许更少；{2} 个即可满足需要。"),
        [ScalingReasons.ScaleUpDisabled] = ("Not above {0}: scaleUp is disabled; {1} are asked for.", "不高于 {0} 个：已禁用 scaleUp；需要 {1} 个。"),
        [ScalingReasons.ScaleDownDisabled] = ("Not below {0}: scaleDown is disabled; {1} would do.", "不低于 {0} 个：已禁用 scaleDown；{1} 个即可满足需要。"),
        [ScalingReasons.ZeroGrace] = ("The last one stays until {0}: {1} s after the last work.", "最后一个实例保留到 {0}：最后一次工作之后 {1} 秒。"),
        [ScalingReasons.Activation] = ("{0} to begin with, until one of them is ready.", "先启动 {0} 个，直到其中一个就绪。"),
        [ScalingReasons.BackingOff] = ("Backing off until {0}: {1} start(s) in a row failed. {2}", "退避到 {0}：连续 {1} 次启动失败。{2}"),
        [ScalingReasons.TryingOne] = ("One is tried before more are started: {0} start(s) in a row failed. {1}", "先尝试启动一个：连续 {0} 次启动失败。{1}"),
        [ScalingReasons.Rollout] = ("{0} of an older generation are replaced as new ones get ready.", "{0} 个旧版本实例将在新实例就绪后被替换。"),
    }.ToFrozenDictionary();

    public static IReadOnlyCollection<string> Codes => All.Keys;

    /// <summary>With its English sentence.</summary>
    public static ScalingReason Make(string code, params IReadOnlyList<string> args) => new(code, Format(All[code].En, args), args);

    /// <summary>The same in the language of <paramref name="culture"/>.</summary>
    public static ScalingReason Localize(ScalingReason reason, CultureInfo culture) =>
        culture.TwoLetterISOLanguageName == "zh" && All.TryGetValue(reason.Code, out var sentences) ? reason with { Message = Format(sentences.Zh, reason.Args) } : reason;

    internal static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>To the second, rounded up: at this time it has come.</summary>
    internal static string Text(DateTimeOffset time)
    {
        var ticks = time.UtcTicks + TimeSpan.TicksPerSecond - 1;
        return new DateTime(ticks - (ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    private static string Format(string format, IReadOnlyList<string> args) => string.Format(CultureInfo.InvariantCulture, format, [.. args]).TrimEnd();
}
