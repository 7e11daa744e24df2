namespace ElasticJobs.Core.Expressions.Sentences;

/// <summary>Arguments of functions, methods and filters.</summary>
internal static partial class ChineseTexts
{
    private static Dictionary<string, string> Calls => new()
    {
        ["{0}: {1}"] = "{0}：{1}",
        ["It is called as {0}."] = "调用方式为 {0}。",
        ["It takes no arguments with names."] = "它不接受命名参数。",
        ["It takes no arguments."] = "它不接受参数。",
        ["It takes at most {0} argument(s), not {1}."] = "它最多接受 {0} 个参数，而不是 {1} 个。",
        ["It has no argument '{0}'."] = "它没有参数 '{0}'。",
        ["The argument '{0}' is given twice."] = "参数 '{0}' 给出了两次。",
        ["The argument '{0}' is missing."] = "缺少参数 '{0}'。",
        ["argument {0}"] = "第 {0} 个参数",
        ["a whole number"] = "整数",
        ["a number"] = "数字",
        ["a list"] = "列表",
        ["a timedelta"] = "timedelta",
        ["a timezone, e.g. datetime.timezone.utc"] = "时区，例如 datetime.timezone.utc",
        ["one character"] = "一个字符",
        ["{0}: '{1}' must be {2}, not {3}."] = "{0}：'{1}' 应为{2}，而不是 {3}。",
        ["'{0}' must be from {1} to {2}, not {3}."] = "'{0}' 应在 {1} 到 {2} 之间，而不是 {3}。",
        ["Give a value in that range."] = "请填写该范围内的值。",
        ["The format is longer than {0} characters."] = "格式超过 {0} 个字符。",
        ["{0} can't be called."] = "{0} 不能调用。",
        ["Remove the parentheses."] = "请删除括号。",
        ["range takes 1 to 3 numbers."] = "range 接受 1 到 3 个数字。",
        ["Write range(stop), range(start, stop) or range(start, stop, step)."] = "请写成 range(stop)、range(start, stop) 或 range(start, stop, step)。",
        ["The step of range can't be 0."] = "range 的步长不能为 0。",
        ["Use 1, or -1 to count down."] = "请用 1，或用 -1 倒数。",
        ["The fill must be one character."] = "填充应为一个字符。",
        ["Give e.g. '0'."] = "例如 '0'。",
        ["{0} needs text to look for, not ''."] = "{0} 需要要查找的文本，而不是 ''。",
        ["Give at least one character."] = "请至少提供一个字符。",
    };
}
