using ElasticJobs.Core.Expressions;

namespace ElasticJobs.Core.Tests.Expressions;

public class ErrorTests
{
    /// <summary>The second text marks the part that must be underlined.</summary>
    [Theory]
    [InlineData("a {{ 1 + }} b", "         ^", ExpressionCodes.Syntax)]
    [InlineData("a {{ 1 2 }} b", "       ^", ExpressionCodes.Syntax)]
    [InlineData("a {{ }} b", "     ^", ExpressionCodes.Syntax)]
    [InlineData("a {{ creator", "  ^^", ExpressionCodes.Unclosed)]
    [InlineData("{{ {'a': 1 }}", "^^", ExpressionCodes.Unclosed)]
    [InlineData("{{ 'abc }}", "   ^^^^^^^", ExpressionCodes.Syntax)]
    [InlineData("{{ a && b }}", "     ^", ExpressionCodes.Syntax)]
    [InlineData("{{ a || b }}", "      ^", ExpressionCodes.Syntax)]
    [InlineData("{{ a = 1 }}", "     ^", ExpressionCodes.Syntax)]
    [InlineData("{{ [1, 2 }}", "         ^", ExpressionCodes.Syntax)]
    [InlineData("{{ 12ab }}", "   ^^", ExpressionCodes.Syntax)]
    [InlineData(@"{{ '\xZZ' }}", "    ^^^^", ExpressionCodes.Syntax)]
    [InlineData("{{ x if y }}", "          ^", ExpressionCodes.Syntax)]
    [InlineData("{{ [x for x in y] }}", "      ^^^", ExpressionCodes.Syntax)]
    [InlineData("{{ 99999999999999999999 }}", "   ^^^^^^^^^^^^^^^^^^^^", ExpressionCodes.Limit)]
    [InlineData("{{ creator | uper }}", "             ^^^^", ExpressionCodes.Filter)]
    [InlineData("{{ uuid.os.system('id') }}", "        ^^", ExpressionCodes.Member)]
    [InlineData("{{ datetime.sys }}", "            ^^^", ExpressionCodes.Member)]
    [InlineData("{{ datetime.datetime.noww() }}", "                     ^^^^", ExpressionCodes.Member)]
    [InlineData("{{ uuid.uuid4(1) }}", "   ^^^^^^^^^^^^^", ExpressionCodes.Argument)]
    [InlineData("{{ creator | replace('a') }}", "             ^^^^^^^", ExpressionCodes.Argument)]
    [InlineData("{{ datetime.timedelta(day=1) }}", "   ^^^^^^^^^^^^^^^^^^^^^^^^^", ExpressionCodes.Argument)]
    public void Parse_OfAWrongText_UnderlinesThePart(string text, string underline, string code)
    {
        var error = Assert.Single(ExpressionTemplate.Parse(text).Errors);

        Assert.Equal(code, error.Code);
        Assert.Equal($"{text}\n{underline}", error.Underline(text));
        Assert.NotEmpty(error.Message);
        Assert.NotEmpty(error.Fix);
    }

    [Fact]
    public void Parse_OfATextWithSeveralErrors_FindsAll()
    {
        var template = ExpressionTemplate.Parse("{{ 1 + }} {{ creator }} {{ 'a }} {{ x | nope }}\n{{ y");

        Assert.Equal(
            [ExpressionCodes.Syntax, ExpressionCodes.Syntax, ExpressionCodes.Unclosed, ExpressionCodes.Filter],
            template.Errors.Select(error => error.Code));
        Assert.Equal((2, 1), template.Errors.Single(error => error.Code == ExpressionCodes.Unclosed).Locate(template.Text));
    }

    [Fact]
    public void Render_OfAWrongText_ThrowsItsFirstError()
    {
        var template = ExpressionTemplate.Parse("{{ 1 + }}");

        Assert.Equal(template.Errors[0], Assert.Throws<ExpressionException>(() => template.Render(Scopes.Run)).Error);
    }

    [Theory]
    [InlineData("params.sed", "          ^^^", ExpressionCodes.Missing, "'seed'")]
    [InlineData("tasks.cleam.outputs.rows", "         ^^^^^", ExpressionCodes.Missing, "'clean'")]
    [InlineData("params.list[3]", "   ^^^^^^^^^^^^^^", ExpressionCodes.Missing, "[-1]")]
    [InlineData("creatr", "   ^^^^^^", ExpressionCodes.Missing, "'creator'")]
    [InlineData("creator.uper()", "           ^^^^", ExpressionCodes.Member, "'upper'")]
    [InlineData("creator.__class__", "           ^^^^^^^^^", ExpressionCodes.Member, "")]
    [InlineData("now()", "   ^^^^^", ExpressionCodes.Type, "parentheses")]
    [InlineData("'a' + 1", "   ^^^^^^^", ExpressionCodes.Type, "~")]
    [InlineData("1 / (2 - 2)", "   ^^^^^^^^^^", ExpressionCodes.Value, "divisor")]
    [InlineData("'a' < 1", "   ^^^^^^^", ExpressionCodes.Type, "| int")]
    [InlineData("[1, 'a'] | sort", "   ^^^^^^^^^^^^^^^", ExpressionCodes.Type, "| int")]
    [InlineData("int('x')", "   ^^^^^^^^", ExpressionCodes.Value, "digits")]
    [InlineData("datetime.datetime.now", "   ^^^^^^^^^^^^^^^^^^^^^", ExpressionCodes.Type, "now(tz?)")]
    [InlineData("datetime", "   ^^^^^^^^", ExpressionCodes.Type, "members")]
    [InlineData("item", "   ^^^^", ExpressionCodes.Missing, "forEach")]
    [InlineData("{1: 2}", "    ^", ExpressionCodes.Type, "quotes")]
    public void Evaluate_WhereSomethingIsWrong_SaysWhereAndWhatToDo(string expression, string underline, string code, string fix)
    {
        var text = $"{{{{ {expression} }}}}";
        var error = Assert.Throws<ExpressionException>(() => Scopes.Render(text)).Error;

        Assert.Equal(code, error.Code);
        Assert.Equal($"{text}\n{underline}", error.Underline(text));
        Assert.Contains(fix, error.Fix, StringComparison.Ordinal);
    }
}
