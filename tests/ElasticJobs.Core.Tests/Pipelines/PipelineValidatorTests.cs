using System.Globalization;
using System.Text.Json.Nodes;
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
    [InlineData("tasks: [{id: a, template: shell, args: {command: x}, initContainers: [{name: Fetch, command: x}]}]", "spec.tasks[0].initContainers[0].name", "bad_container_name")]
    [InlineData("tasks: [{id: a, template: shell, args: {command: x}, sidecars: [{name: main, command: x}]}]", "spec.tasks[0].sidecars[0].name", "duplicate_container")]
    [InlineData("tasks: [{id: a, template: shell, args: {command: x}, initContainers: [{name: c, command: x}], sidecars: [{name: c, command: x}]}]", "spec.tasks[0].sidecars[0].name", "duplicate_container")]
    [InlineData("tasks: [{id: a, template: shell, args: {command: x}, sidecars: [{name: c, command: []}]}]", "spec.tasks[0].sidecars[0].command", "missing")]
    [InlineData("tasks: [{id: a, template: shell, args: {command: x}, sidecars: [{name: c, command: '{{params.no}}'}]}]", "spec.tasks[0].sidecars[0].command[2]", "expression")]
    [InlineData("tasks: [{id: a, template: shell, args: {command: x}, sidecars: [{name: c, command: x, env: {EJ_A: b}}]}]", "spec.tasks[0].sidecars[0].env.EJ_A", "bad_env_name")]
    [InlineData("tasks: [{id: a, template: shell, args: {command: x}, sidecars: [{name: c, command: x, resources: {cpu: no}}]}]", "spec.tasks[0].sidecars[0].resources.cpu", "bad_resources")]
    [InlineData("tasks: [{id: a, template: shell, args: {command: x}, sidecars: [{name: c, command: x, image: '-'}]}]", "spec.tasks[0].sidecars[0].image", "bad_image")]
    [InlineData("tasks: [{id: a, template: distributed, args: {command: x}, sidecars: [{name: c, command: x}]}]", "spec.tasks[0].sidecars", "containers_not_taken")]
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
    public void Cycle_IsTold_BesideATaskThatComesAfterItself()
    {
        var codes = Validate("""
              tasks:
                - {id: a, template: shell, args: {command: x}, after: [a]}
                - {id: b, template: shell, args: {command: x}, after: [c]}
                - {id: c, template: shell, args: {command: x}, after: [b]}
            """).Select(problem => problem.Code);

        Assert.Equal(["self_edge", "cycle"], codes);
    }

    [Theory]
    [InlineData("b", "does not come before", "Connect 'b' to this task")]
    [InlineData("lod", "no task 'lod'", "Did you mean 'load'?")]
    public void Output_OfATaskThatIsNotBefore_SaysWhatToDo(string task, string message, string fix)
    {
        var problem = Assert.Single(Validate($$$"""
              tasks:
                - {id: load, template: shell, args: {command: x}}
                - {id: middle, template: shell, args: {command: x}, after: [load]}
                - {id: a, template: shell, args: {command: "line\n{{tasks.{{{task}}}.outputs.x}}"}, after: [middle]}
                - {id: b, template: shell, args: {command: x}}
            """));

        Assert.Equal(("spec.tasks[2].args.command", "a"), (problem.Path, problem.Task));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.StartsWith("Line 2: ", problem.Message, StringComparison.Ordinal);
        Assert.StartsWith("第 2 行：", ProblemTexts.Localize(problem, CultureInfo.GetCultureInfo("zh-Hans")).Message, StringComparison.Ordinal);
        Assert.Contains(fix, problem.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_ThatATaskDoesNotPromise_IsTold()
    {
        var problem = Assert.Single(Validate("""
              tasks:
                - {id: load, template: shell, args: {command: x}, outputs: [rows]}
                - {id: a, template: shell, args: {command: "{{tasks.load.outputs.row}}"}, after: [load]}
            """));

        Assert.Contains("outputs.rows", problem.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TenThousandTasks_WithExpressions_AreChecked(bool ofTheFirst)
    {
        var chain = Chain(10_000, i => i == 0 ? "x" : $"{{{{tasks.t{(ofTheFirst ? 0 : i - 1)}.outputs.x}}}}");

        Assert.Empty(Validator.Validate(chain));
    }

    [Fact]
    public void Problems_BeyondAThousand_AreCounted_NotListed()
    {
        var problems = Validator.Validate(Chain(3_000, i => $"{{{{params.p{i}}}}}"));

        Assert.Equal(1001, problems.Count);
        Assert.Equal("too_many_problems", problems[^1].Code);
    }

    [Fact]
    public void Numbers_ThatOnlyTheReaderWouldRefuse_AreRefusedInDocumentsToo()
    {
        var document = Chain(1, _ => "x");
        document = document with
        {
            Spec = document.Spec with
            {
                Parallelism = 0,
                Timeout = TimeSpan.Zero,
                Tasks = [document.Spec.Tasks[0] with { Timeout = TimeSpan.FromSeconds(-1), Retry = new RetrySpec(101, RetryOn.Always, new BackoffSpec(TimeSpan.Zero, double.NaN)) }],
            },
        };

        Assert.Equal(
            ["spec.parallelism", "spec.timeout", "spec.tasks[0].timeout", "spec.tasks[0].retry.limit", "spec.tasks[0].retry.backoff.delay", "spec.tasks[0].retry.backoff.factor"],
            Validator.Validate(document).Select(problem => problem.Path));
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
    public void KindsOfValues_ReadInChinese_ButWhatPeopleWroteStays()
    {
        var chinese = CultureInfo.GetCultureInfo("zh-CN");
        List<Problem> amounts = [];
        ResourceSyntax.Read(new TaskResources("2~1"), "resources", amounts);

        Assert.Equal("此处应为 列表，实际为 'text'。", ProblemTexts.Localize(ProblemTexts.Make("after", ProblemCodes.WrongType, "a list", "'text'"), chinese).Message);
        Assert.Equal("没有模板 'text'。", ProblemTexts.Localize(ProblemTexts.Make("template", ProblemCodes.UnknownTemplate, "text", "", ""), chinese).Message);
        Assert.Contains("上限 1 小于请求 2", ProblemTexts.Localize(Assert.Single(amounts), chinese).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Problem_OfAKnownCode_WithoutArguments_StaysAsItIs()
    {
        var problem = new Problem("metadata.name", ProblemCodes.BadName, "It is reserved.", "Choose another.");

        Assert.Equal(problem, ProblemTexts.Localize(problem, CultureInfo.GetCultureInfo("zh-Hans")));
    }

    [Fact]
    public void EveryCode_HasSentences()
    {
        var codes = typeof(ProblemCodes).GetFields().Select(field => (string)field.GetValue(null)!);

        Assert.All(codes, code => Assert.NotEmpty(ProblemTexts.Localize(ProblemTexts.Make("", code, "a", "b", "c", "d", "e"), CultureInfo.GetCultureInfo("zh-Hans")).Message));
    }

    private static PipelineDocument Chain(int count, Func<int, string> command) => new()
    {
        Metadata = new PipelineMetadata { Name = "chain" },
        Spec = new PipelineSpec
        {
            Tasks = [.. Enumerable.Range(0, count).Select(i => new TaskSpec { Id = $"t{i}", Template = "shell", After = i == 0 ? [] : [new TaskEdge($"t{i - 1}")], Args = new JsonObject { ["command"] = command(i) } })],
        },
    };

    private static IReadOnlyList<Problem> Validate(string spec)
    {
        var read = PipelineReader.Read("apiVersion: elasticjobs/v1\nkind: Pipeline\nmetadata: {name: p1}\nspec:\n" + spec);
        Assert.Empty(read.Problems);
        return Validator.Validate(read.Document!);
    }
}
