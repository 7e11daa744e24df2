using ElasticJobs.Core.Expressions;

namespace ElasticJobs.Core.Tests.Expressions;

public class CheckTests
{
    private static readonly ExpressionSymbols Symbols = new()
    {
        Parameters = new Dictionary<string, ExpressionType>
        {
            ["seed"] = ExpressionType.Integer,
            ["name"] = ExpressionType.Text,
            ["items"] = ExpressionType.List,
            ["any"] = ExpressionType.Any,
        },
        UpstreamTasks = new Dictionary<string, IReadOnlyCollection<string>?> { ["clean"] = ["rows", "row-count"], ["free"] = null },
        OtherTasks = ["later"],
        Environment = ["DATA_DIR"],
    };

    [Theory]
    [InlineData("no expression")]
    [InlineData("{{params.seed + 1}} {{params.name.upper()}} {{params.items[0]}} {{params.any.anything[1].more()}}")]
    [InlineData("{{tasks.clean.outputs.rows | int}} {{tasks.free.outputs.whatever}}")]
    [InlineData("{{DATA_DIR}}/{{creator}} {{params.name | add_days(1)}}")]
    [InlineData("{{params.missing | default(1)}} {{1 if params.missing is defined else 2}} {{item | default(0)}}")]
    [InlineData("{{params['seed']}} {{params[creator]}} {{params.items | first}} {{execution_date | add_days(-1) | date('%Y%m%d')}}")]
    public void Check_OfARightText_FindsNothing(string text) => Assert.Empty(ExpressionTemplate.Parse(text).Check(Symbols));

    [Theory]
    [InlineData("{{params.sede}}", ExpressionCodes.Name, "Did you mean 'seed'?")]
    [InlineData("{{params.nothing_like_it}}", ExpressionCodes.Name, "Add it to the pipeline's parameters")]
    [InlineData("{{params['sede']}}", ExpressionCodes.Name, "Did you mean 'seed'?")]
    [InlineData("{{tasks.claen.outputs.rows}}", ExpressionCodes.Name, "Did you mean 'clean'?")]
    [InlineData("{{tasks.later.outputs.rows}}", ExpressionCodes.Name, "Connect 'later' to this task")]
    [InlineData("{{tasks.clean.outputs.rosw}}", ExpressionCodes.Name, "Did you mean tasks.clean.outputs.rows?")]
    [InlineData("{{tasks.clean.outputs.row_count}}", ExpressionCodes.Name, "outputs['row-count']")]
    [InlineData("{{creater}}", ExpressionCodes.Name, "Did you mean 'creator'?")]
    [InlineData("{{seed}}", ExpressionCodes.Name, "Did you mean params.seed?")]
    [InlineData("{{inputs.parameters.x}}", ExpressionCodes.Name, "Put quotes around text")]
    [InlineData("{{item}}", ExpressionCodes.Name, "forEach")]
    [InlineData("{{params.seed + 'a'}}", ExpressionCodes.Type, "~")]
    [InlineData("{{params.name.uper()}}", ExpressionCodes.Member, "Did you mean 'upper'?")]
    [InlineData("{{datetime.datetime.now().strftimee('%Y')}}", ExpressionCodes.Member, "Did you mean 'strftime'?")]
    [InlineData("{{datetime.datetime.now().strftime('%Q')}}", ExpressionCodes.Value, "%Y")]
    [InlineData("{{now | add_days(tasks.clean.outputs.rows)}}", ExpressionCodes.Type, "add_days(days)")]
    [InlineData("{{'a' * 10 ** 9}}", ExpressionCodes.Limit, "shorter")]
    [InlineData("{{datetime.datetime.now}}", ExpressionCodes.Type, "now(tz?)")]
    public void Check_OfAWrongText_SaysWhatToDo(string text, string code, string fix)
    {
        var error = Assert.Single(ExpressionTemplate.Parse(text).Check(Symbols));

        Assert.Equal(code, error.Code);
        Assert.Contains(fix, error.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfATextWithManyErrors_FindsAllInOrder()
    {
        var errors = ExpressionTemplate.Parse("{{ 1 + }} {{params.x ~ params.y}} {{params.seed + 'a'}} {{index}}").Check(Symbols);

        Assert.Equal(
            [ExpressionCodes.Syntax, ExpressionCodes.Name, ExpressionCodes.Name, ExpressionCodes.Type, ExpressionCodes.Name],
            errors.Select(error => error.Code));
        Assert.Equal(errors.Select(error => error.Start).Order(), errors.Select(error => error.Start));
    }

    [Fact]
    public void Check_InAFanOut_KnowsItemAndIndex() =>
        Assert.Empty(ExpressionTemplate.Parse("{{item.name}} {{index + 1}}").Check(Symbols with { AllowsItem = true }));
}
