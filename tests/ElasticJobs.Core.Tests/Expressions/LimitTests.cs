using System.Text.Json.Nodes;
using ElasticJobs.Core.Expressions;

namespace ElasticJobs.Core.Tests.Expressions;

public class LimitTests
{
    [Theory]
    [InlineData("'a' * 10 ** 9")]
    [InlineData("10 ** 9 * 'a'")]
    [InlineData("[0] * 10 ** 9")]
    [InlineData("range(10 ** 9)")]
    [InlineData("range(-9223372036854775807, 9223372036854775807)")]
    [InlineData("2 ** 64")]
    [InlineData("9 ** 9 ** 9")]
    [InlineData("9223372036854775807 + 1")]
    [InlineData("-9223372036854775807 - 2")]
    [InlineData("1e308 * 10")]
    [InlineData("'a'.rjust(10 ** 9)")]
    [InlineData("'a'.zfill(10 ** 12)")]
    [InlineData("('a' * 1000).replace('a', 'b' * 10000)")]
    [InlineData("','.join([('a' * 100000)] * 1000)")]
    [InlineData("[[[[0] * 1000] * 1000] * 1000] * 1000")]
    [InlineData("[[[0] * 1000] * 1000] * 1000 == [[[0] * 1000] * 1000] * 1000")]
    [InlineData("([[[0] * 1000] * 1000] * 1000) | json")]
    [InlineData("(range(10000) | unique)")]
    [InlineData("float('9' * 400) if false else 10.0 ** 400")]
    public void Expression_ThatAsksForTooMuch_IsRefused(string expression) => Assert.Equal(ExpressionCodes.Limit, Scopes.Failure(expression).Code);

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("-", "")]
    [InlineData("not ", "")]
    [InlineData("{'a': ", "}")]
    [InlineData("1 + ", "")]
    [InlineData("2 ** ", "")]
    [InlineData("1 if 1 else ", "")]
    [InlineData("len(", ")")]
    public void Expression_NestedTooDeep_IsRefused(string open, string close)
    {
        var text = $"{{{{ {string.Concat(Enumerable.Repeat(open, 300))}1{string.Concat(Enumerable.Repeat(close, 300))} }}}}";

        Assert.Equal(ExpressionCodes.Limit, Assert.Single(ExpressionTemplate.Parse(text).Errors).Code);
    }

    [Theory]
    [InlineData(".a")]
    [InlineData("[0]")]
    [InlineData("()")]
    [InlineData(" | lower")]
    [InlineData("[:]")]
    public void Chain_TooLong_IsRefused(string link)
    {
        var text = $"{{{{ creator{string.Concat(Enumerable.Repeat(link, 300))} }}}}";

        Assert.Equal(ExpressionCodes.Limit, Assert.Single(ExpressionTemplate.Parse(text).Errors).Code);
    }

    [Fact]
    public void Expression_TooLong_IsRefused() =>
        Assert.Equal(ExpressionCodes.Limit, Assert.Single(ExpressionTemplate.Parse($"{{{{ '{new string('a', 5000)}' }}}}").Errors).Code);

    [Fact]
    public void Text_WithTooManyExpressions_IsRefused() => Assert.Equal(
        ExpressionCodes.Limit, Assert.Single(ExpressionTemplate.Parse(string.Concat(Enumerable.Repeat("{{1}}", ExpressionLimits.ExpressionsPerText + 1))).Errors).Code);

    [Fact]
    public void Text_RenderedTooLong_IsRefused()
    {
        var template = ExpressionTemplate.Parse(string.Concat(Enumerable.Repeat("{{params.big}}", 100)));
        var scope = Scopes.Run with { Parameters = new JsonObject { ["big"] = new string('a', 100_000) } };

        Assert.Equal(ExpressionCodes.Limit, Assert.Throws<ExpressionException>(() => template.Render(scope)).Error.Code);
    }

    [Fact]
    public void LongScript_WithAFewExpressions_IsRendered()
    {
        var script = new string('#', 5 << 20);

        Assert.Equal($"{script}{new string('x', 100)}", Scopes.Render($"{script}{{{{'x' * 100}}}}"));
    }

    [Theory]
    [InlineData("__import__('os')")]
    [InlineData("''.__class__.__mro__")]
    [InlineData("params.__class__")]
    [InlineData("uuid.os.system('id')")]
    [InlineData("datetime.sys.modules")]
    [InlineData("open('/etc/passwd')")]
    [InlineData("eval('1')")]
    [InlineData("creator.GetType()")]
    [InlineData("now.Value")]
    [InlineData("len.Function")]
    [InlineData("(1).real")]
    public void Anything_OutsideTheWhitelist_IsNotReachable(string expression) =>
        Assert.Contains(Scopes.Failure(expression).Code, new[] { ExpressionCodes.Missing, ExpressionCodes.Member });
}
