using ElasticJobs.Core.Expressions;

namespace ElasticJobs.Core.Tests.Expressions;

public class ChineseTests
{
    [Theory]
    [InlineData("1 + ", "表达式在应有值的位置结束。", "请补全表达式。")]
    [InlineData("", "表达式为空。", "请在 '{{' 和 '}}' 之间写名称或值；作为文本的两个花括号写作 {{'{{'}}。")]
    [InlineData("(1", "表达式结尾 之前缺少 ')'。", "请添加 ')'。")]
    [InlineData("creator 'x'", "此处不应出现 文本。", "请删除，或在其前加运算符或逗号。")]
    [InlineData("'a' + 1", "'+' 不能用于 文本 和 int 之间。", "用 '~' 将值连接为文本，或用 | int、| float 或 | string 转换。")]
    [InlineData("[1] < {'a': 1}", "list 和 dict 不能比较大小。", "请转换其中之一，例如用 | int、| float、| string 或 | to_datetime。")]
    [InlineData("1 / 0", "除数为零。", "请检查除数，例如 a / b if b else 0。")]
    [InlineData("'soon' | add_days(1)", "'soon' 不是日期。", null)]
    [InlineData("now | add_days('soon')", "add_days：'days' 应为数字，而不是 文本 'soon'。", "调用方式为 add_days(days)。")]
    [InlineData("params.sed", "没有参数 'sed'。", "您是指 'seed' 吗？")]
    [InlineData("params.text_that_is_not_there", "没有参数 'text_that_is_not_there'。", "请检查名称，或加上 | default(...) 以处理不存在的情况。")]
    [InlineData("tasks.clean.outputs.nothing_like_it", "没有（任务 'clean' 的）输出 'nothing_like_it'。", null)]
    [InlineData("creator.uper()", "文本 没有成员 'uper'。", "您是指 'upper' 吗？")]
    [InlineData("datetime.sys", "module 'datetime' 没有成员 'sys'。", null)]
    [InlineData("uuid.uuid4(1)", "uuid4：它不接受参数。", "调用方式为 uuid4()。")]
    [InlineData("creator | replace('a')", "replace：缺少参数 'new'。", null)]
    [InlineData("params.list[3]", "没有第 3 项：共有 3 项。", "第一项是 [0]，最后一项是 [-1]。")]
    [InlineData("datetime.datetime(2024, 2, 30)", "2024 年 2 月没有 30 日。", null)]
    [InlineData("now.strftime('%Q')", "'%Q' 不是 strftime 的指令。", null)]
    [InlineData("datetime", "'datetime' 是 module，没有文本形式。", null)]
    public void Error_InChinese_SaysTheSameWithTheSameValues(string expression, string message, string? fix)
    {
        var error = Failure(expression);

        Assert.Equal(message, error.Chinese.Message);
        Assert.Equal(fix ?? error.Chinese.Fix, error.Chinese.Fix);
        AssertChinese(error);
    }

    [Theory]
    [InlineData("a && b")]
    [InlineData("a || b")]
    [InlineData("a = 1")]
    [InlineData("[1, 2")]
    [InlineData("12ab")]
    [InlineData("'abc")]
    [InlineData(@"'\xZZ'")]
    [InlineData("x if y")]
    [InlineData("[x for x in y]")]
    [InlineData("99999999999999999999")]
    [InlineData("creator | uper")]
    [InlineData("creator | ")]
    [InlineData("creator is 1")]
    [InlineData("creator.")]
    [InlineData("$x")]
    [InlineData("range(step=1, 2)")]
    [InlineData("now()")]
    [InlineData("item")]
    [InlineData("creatr")]
    [InlineData("{1: 2}")]
    [InlineData("int('x')")]
    [InlineData("float('x')")]
    [InlineData("-creator")]
    [InlineData("1 in 2")]
    [InlineData("1[0]")]
    [InlineData("1[:2]")]
    [InlineData("creator[::0]")]
    [InlineData("creator['a']")]
    [InlineData("len(1)")]
    [InlineData("[] | first")]
    [InlineData("range(0, 1, 0)")]
    [InlineData("range(1, 2, 3, 4)")]
    [InlineData("'a' * 10 ** 9")]
    [InlineData("9 ** 99")]
    [InlineData("creator | json | bool")]
    [InlineData("datetime.datetime.now")]
    [InlineData("datetime.timedelta(day=1)")]
    [InlineData("datetime.datetime.strptime('x', '%Y')")]
    [InlineData("now.strftime('%')")]
    [InlineData("creator.split('')")]
    public void Error_OfEachKind_HasChineseSentences(string expression) => AssertChinese(Failure(expression));

    [Theory]
    [InlineData("{{ creator")]
    [InlineData("{{ {'a': 1 }}")]
    public void Error_OfTheText_HasChineseSentences(string text) => AssertChinese(Assert.Single(ExpressionTemplate.Parse(text).Errors));

    private static ExpressionError Failure(string expression) =>
        ExpressionTemplate.Parse($"{{{{ {expression} }}}}") is { Errors: [var error, ..] } ? error : Scopes.Failure(expression);

    private static void AssertChinese(ExpressionError error)
    {
        Assert.All([error.Chinese.Message, error.Chinese.Fix], text => Assert.Contains(text, letter => letter is >= '\u4e00' and <= '\u9fff'));
        Assert.DoesNotContain(error.Message + error.Fix, letter => letter is >= '\u4e00' and <= '\u9fff');
        Assert.DoesNotMatch(@"\{\d\}", error.Message + error.Fix + error.Chinese.Message + error.Chinese.Fix);
    }
}
