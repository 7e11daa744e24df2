using ElasticJobs.Core.Expressions;

namespace ElasticJobs.Core.Tests.Expressions;

public class FilterTests
{
    [Theory]
    [InlineData("'Ab' | lower", "ab")]
    [InlineData("'Ab' | upper", "AB")]
    [InlineData("'ab cd' | title", "Ab Cd")]
    [InlineData("'AB' | capitalize", "Ab")]
    [InlineData("' a ' | trim", "a")]
    [InlineData("'a-b' | replace('-', '_')", "a_b")]
    [InlineData("'a,b' | split(',')", """["a","b"]""")]
    [InlineData("params.list | join(', ')", "3, 5, 9")]
    [InlineData("params.name | quote", """'Ada'"'"'s'""")]
    [InlineData("'plain-1.2' | quote", "plain-1.2")]
    [InlineData("'' | quote", "''")]
    [InlineData("['a b', 'c'] | quote", "'a b' c")]
    [InlineData("{'a': [1, none]} | json", """{"a":[1,null]}""")]
    [InlineData("('[1, 2]' | from_json)[1]", "2")]
    [InlineData("'12' | int", "12")]
    [InlineData("'1.5' | float", "1.5")]
    [InlineData("1.0 | string", "1.0")]
    [InlineData("'off' | bool", "false")]
    [InlineData("params.list | length", "3")]
    [InlineData("params.list | first", "3")]
    [InlineData("params.list | last", "9")]
    [InlineData("[2, 1] | sort", "[1,2]")]
    [InlineData("[1, 2, 1] | unique", "[1,2]")]
    [InlineData("[1, 2] | reverse", "[2,1]")]
    [InlineData("'ab' | reverse", "ba")]
    [InlineData("params.list | sum", "17")]
    [InlineData("params.list | max - params.list | min", "6")]
    [InlineData("-3 | abs", "3")]
    [InlineData("2.346 | round(2)", "2.35")]
    public void Filter_OnAValue_GivesItsResult(string expression, string expected) => Assert.Equal(expected, Scopes.Evaluate(expression));

    [Theory]
    [InlineData("params.missing | default('x')", "x")]
    [InlineData("params.none | default('x')", "x")]
    [InlineData("params.seed | default('x')", "7")]
    [InlineData("params.missing.deeper[0] | default('x')", "x")]
    [InlineData("tasks.never.outputs.rows | default(0)", "0")]
    [InlineData("tasks.clean.outputs.nothing | default(0)", "0")]
    [InlineData("item | default('alone')", "alone")]
    [InlineData("[] | first | default('empty')", "empty")]
    [InlineData("unknown_name | default(1) + 1", "2")]
    public void Default_WhereTheValueIsMissingOrNone_StandsForIt(string expression, string expected) => Assert.Equal(expected, Scopes.Evaluate(expression));

    [Fact]
    public void Default_WhereTheValueIsWrong_HidesNothing() => Assert.Equal(ExpressionCodes.Type, Scopes.Failure("('a' + 1) | default('x')").Code);
}
