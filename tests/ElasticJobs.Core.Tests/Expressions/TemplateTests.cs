using ElasticJobs.Core.Expressions;

namespace ElasticJobs.Core.Tests.Expressions;

public class TemplateTests
{
    [Theory]
    [InlineData("a {{ 1 }} b {{ 2 }}", "a 1 b 2")]
    [InlineData("{{'{{'}} kept {{'}}'}}", "{{ kept }}")]
    [InlineData("{ not } {% this %} }}", "{ not } {% this %} }}")]
    [InlineData("{{ {'a': {'b': 1}} }}", """{"a":{"b":1}}""")]
    [InlineData("{{{'a': 1}}}", """{"a":1}""")]
    [InlineData("{{\n  1 +\n  2\n}}", "3")]
    [InlineData("{{ '}}' }}", "}}")]
    [InlineData("{\"json\": \"{{params.name}}\"}", "{\"json\": \"Ada's\"}")]
    [InlineData("on={{params.flag}} off={{not params.flag}} none={{none}}", "on=true off=false none=")]
    public void Text_WithExpressions_IsRenderedAroundThem(string text, string expected) => Assert.Equal(expected, Scopes.Render(text));

    [Fact]
    public void Value_OfASingleExpression_KeepsItsType()
    {
        var value = ExpressionTemplate.Parse(" {{ params.list }} ").EvaluateValue(Scopes.Run);

        var list = Assert.IsType<ListValue>(value);
        Assert.Equal([new IntegerValue(3), new IntegerValue(5), new IntegerValue(9)], list.Items);
        Assert.Equal("[3,5,9]", value.ToJson()!.ToJsonString());
    }

    [Fact]
    public void Value_OfMixedText_IsText() => Assert.Equal(new TextValue("n=7"), ExpressionTemplate.Parse("n={{params.seed}}").EvaluateValue(Scopes.Run));

    [Theory]
    [InlineData("params.seed > 5", true)]
    [InlineData("{{ params.seed < 5 }}", false)]
    [InlineData("tasks.clean.outputs.rows", true)]
    [InlineData("'false'", false)]
    [InlineData("params.list", true)]
    public void Condition_WithOrWithoutBraces_IsTrueOrFalse(string text, bool expected) =>
        Assert.Equal(expected, ExpressionTemplate.ParseExpression(text).EvaluateCondition(Scopes.Run));

    [Fact]
    public void Item_InAFanOut_HasItsValue()
    {
        var scope = Scopes.Run with { Item = ExpressionValue.FromJson(3), Index = 0 };

        Assert.Equal("3 at 0", ExpressionTemplate.Parse("{{item}} at {{index}}").Render(scope));
    }

    [Fact]
    public void References_OfAText_AreItsNames()
    {
        var template = ExpressionTemplate.Parse(
            "{{params.a.b}} {{params['c']}} {{tasks.t-1.outputs.o[0]}} {{tasks.u.outputs['x-y']}} {{item.k}} {{index}} {{creator.upper()}} {{HOME}} {{params[item]}} {{len('x')}} {{datetime.date.today()}}");

        Assert.Empty(template.Errors);
        Assert.Equal(
            new HashSet<ExpressionReference>
            {
                new(ExpressionReferenceKind.Parameter, "a"),
                new(ExpressionReferenceKind.Parameter, "c"),
                new(ExpressionReferenceKind.Parameter, ""),
                new(ExpressionReferenceKind.TaskOutput, "t-1", "o"),
                new(ExpressionReferenceKind.TaskOutput, "u", "x-y"),
                new(ExpressionReferenceKind.Item, "item"),
                new(ExpressionReferenceKind.Index, "index"),
                new(ExpressionReferenceKind.Run, "creator"),
                new(ExpressionReferenceKind.Environment, "HOME"),
            },
            template.References);
    }
}
