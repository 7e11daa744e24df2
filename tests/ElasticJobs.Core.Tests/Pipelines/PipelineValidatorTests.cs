using System.Globalization;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Templates;

namespace ElasticJobs.Core.Tests.Pipelines;

public class PipelineValidatorTests
{
    private static readonly PipelineValidator Validator = new(new TemplateCatalog());

    [Theory]
    [InlineData("tasks: [{id: Clean, template: shell, args: {command: x}}]", "spec.tasks[0].id", "bad_task_id")]
    [InlineData("tasks: [{id: a--b, template: shell, args: {command: x}}]", "spec.tasks[0].id", "bad_task_id")]
    [InlineData("tasks: [{id: a, template: shel, args: {command: x}}]", "spec.tasks[0].template", "unknown_template")]
    [InlineData("tasks: [{id: a, template: shell}]", "spec.tasks[0].args.command", "arg_missing")]
    [InlineData("tasks: [{id: a, template: shell, args: {command: x, comand: y}}]", "spec.tasks[0].args.comand", "unknown_arg")]
    [InlineData("tasks: [{id: a, template: image, args: {command: x, image: 'a b'}}]", "spec.tasks[0].args.image", "arg_pattern")]
    [InlineData("tasks: [{id: a, template: shell, args: {command: x}, after: [b]}]", "spec.tasks[0].after[0]", "unknown_upstream")]
    [InlineData("tasks: [{id: a, template: shell, args: {command: x}, after: [a]}]", "spec.tasks[0].after[0]", "self_edge")]
    [InlineData("tasks: [{id: a, template: shell, args: {command: x}}, {id: a, template: shell, args: {command: x}}]", "spec.tasks[1].id", "duplicate_task")]
    [InlineData("tasks: [{id: a, template: shell, args: {command: x}, env: {1A: x}}]", "spec.tasks[0].env.1A", "bad_env_name")]
    [InlineData("tasks: [{id: a, template: shell, args: {command: x}, env: {EJ_RUN_ID: x}}]", "spec.tasks[0].env.EJ_RUN_ID", "bad_env_name")]
    [InlineData("tasks: [{id: a, template: shell, args: {command: '{{params.sed}}'}}]", "spec.tasks[0].args.command", "expression")]
    [InlineData("tasks: [{id: a, template: shell, args: {command: '{{tasks.b.outputs.x}}'}}, {id: b, template: shell, args: {command: x}}]", "spec.tasks[0].args.command", "expression")]
    [InlineData("tasks: [{id: a, template: shell, args: {command: x}, resources: {cpu: 2~1}}]", "spec.tasks[0].resources.cpu", "bad_resources")]
    [InlineData("parameters: [{name: seed, type: int, default: x}]\n  tasks: [{id: a, template: shell, args: {command: x}}]", "spec.parameters[0].default", "parameter_type")]
    [InlineData("parameters: [{name: a}, {name: a}]\n  tasks: [{id: a, template: shell, args: {command: x}}]", "spec.parameters[1].name", "duplicate_parameter")]
    public void Problem_IsTold_WithPathAndCode(string spec, string path, string code)
    {
        var problem = Assert.Single(Validate("  " + spec));

        Assert.Equal((path, code), (problem.Path, problem.Code));
        Assert.NotEmpty(problem.Fix);
    }

    [Fact]
    public void Cycle_IsNamedByItsPath()
    {
        var problem = Assert.Single(Validate("""
              tasks:
                - {id: clean, template: shell, args: {command: x}, after: [report]}
                - {id: train, template: shell, args: {command: x}, after: [clean]}
                - {id: report, template: shell, args: {command: x}, after: [train]}
            """));

        Assert.Equal("cycle", problem.Code);
        Assert.Contains("clean → train → report → clean", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_OfATaskBeforeAtAnyDistance_MayBeUsed() => Assert.Empty(Validate("""
          parameters: [{name: seed, type: int, default: 1}]
          env: {WHERE: "{{pipeline_name}}"}
          tasks:
            - {id: load-data, template: shell, args: {command: x}, outputs: [rows]}
            - {id: b, template: shell, args: {command: x}, after: [load-data]}
            - {id: c, template: shell, args: {command: "{{tasks.load-data.outputs.rows}} {{params.seed + 1}} {{WHERE}}"}, after: [b]}
        """));

    [Fact]
    public void Problems_ReadInChinese()
    {
        var problem = ProblemTexts.Localize(ProblemTexts.Make("spec.tasks", ProblemCodes.Cycle, "a → b → a"), CultureInfo.GetCultureInfo("zh-Hans"));

        Assert.Equal("任务形成环路：a → b → a。", problem.Message);
    }

    [Fact]
    public void EveryCode_HasSentences()
    {
        var codes = typeof(ProblemCodes).GetFields().Select(field => (string)field.GetValue(null)!);

        Assert.All(codes, code => Assert.NotEmpty(ProblemTexts.Make("", code, "a", "b", "c", "d").Message));
    }

    private static IReadOnlyList<Problem> Validate(string spec)
    {
        var read = PipelineReader.Read("apiVersion: elasticjobs/v1\nkind: Pipeline\nmetadata: {name: p1}\nspec:\n" + spec);
        Assert.Empty(read.Problems);
        return Validator.Validate(read.Document!);
    }
}
