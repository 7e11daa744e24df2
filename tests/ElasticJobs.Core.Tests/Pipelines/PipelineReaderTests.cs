using System.Text.Json;
using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Core.Tests.Pipelines;

public class PipelineReaderTests
{
    private const string Head = "apiVersion: elasticjobs/v1\nkind: Pipeline\nmetadata: {name: p1}\nspec:\n";

    [Fact]
    public void Document_WithEveryField_IsReadWhole()
    {
        var read = PipelineReader.Read("""
            apiVersion: elasticjobs/v1
            kind: Pipeline
            metadata: {name: penguins, description: Which one, project: default, labels: {team: demo}}
            spec:
              parameters:
                - {name: seed, type: int, default: 7}
                - {name: mode, type: enum, default: fast, choices: [fast, slow]}
              env: {A: "1", B: two}
              parallelism: 3
              timeout: 1h30m
              tasks:
                - id: clean
                  label: Clean it
                  template: python@1
                  args: {script: "print(1)", n: 3, f: 1.5, b: true, none: null, quoted: "3", list: [1, a]}
                  resources: {cpu: "0.5~2", memory: 500M~1G, gpu: 1(V100)}
                  position: {x: 16, y: 32.5}
                - id: train
                  template: shell
                  after: [clean, {task: clean2, when: failed}]
                  skip: true
                  retry: {limit: 2, on: failure, backoff: {delay: 10s, factor: 3, max: 5m}}
                  timeout: 90
                  env: {X: y}
                  workingDir: sub
                  outputs: [a, b]
            """);

        Assert.Empty(read.Problems);
        var spec = read.Document!.Spec;
        Assert.Equal(TimeSpan.FromMinutes(90), spec.Timeout);
        Assert.Equal(["fast", "slow"], spec.Parameters[1].Choices!);
        Assert.Equal("""{"script":"print(1)","n":3,"f":1.5,"b":true,"none":null,"quoted":"3","list":[1,"a"]}""", spec.Tasks[0].Args.ToJsonString());
        Assert.Equal(new CanvasPosition(16, 32.5), spec.Tasks[0].Position);
        Assert.Equal([new TaskEdge("clean"), new TaskEdge("clean2", EdgeCondition.Failed)], spec.Tasks[1].After);
        Assert.Equal(new RetrySpec(2, RetryOn.Failure, new BackoffSpec(TimeSpan.FromSeconds(10), 3, TimeSpan.FromMinutes(5))), spec.Tasks[1].Retry);
        Assert.Equal(TimeSpan.FromSeconds(90), spec.Tasks[1].Timeout);
    }

    [Theory]
    [InlineData("tasks: [{id: a, template: shell, tmeout: 5s}]", "spec.tasks[0].tmeout", "unknown_field", "timeout")]
    [InlineData("tasks: [{id: a, template: shell, when: x}]", "spec.tasks[0].when", "not_supported_yet", "when")]
    [InlineData("tasks: [{id: a, template: shell, timeout: soon}]", "spec.tasks[0].timeout", "bad_duration", "soon")]
    [InlineData("tasks: [{id: a, template: shell, after: {}}]", "spec.tasks[0].after", "wrong_type", "a list")]
    [InlineData("tasks: [{template: shell}]", "spec.tasks[0].id", "missing", "load-data")]
    [InlineData("tasks: [{id: a, template: shell, skip: maybe}]", "spec.tasks[0].skip", "wrong_type", "true or false")]
    [InlineData("parallelism: 0\n  tasks: []", "spec.parallelism", "out_of_range", "1")]
    [InlineData("tasks: [{id: a, template: shell, after: [{task: b, when: often}]}]", "spec.tasks[0].after[0].when", "bad_choice", "succeeded")]
    [InlineData("tasks: [{id: a, template: shell, sidecars: [{name: c}]}]", "spec.tasks[0].sidecars[0].command", "missing", "command")]
    [InlineData("tasks: [{id: a, template: shell, initContainers: [{name: c, command: x, volumeMounts: []}]}]", "spec.tasks[0].initContainers[0].volumeMounts", "unknown_field", "volumeMounts")]
    [InlineData("tasks: [text]", "spec.tasks[0]", "wrong_type", "mapping")]
    public void WrongField_IsTold_WithPathCodeAndPlace(string spec, string path, string code, string word)
    {
        var problem = Assert.Single(PipelineReader.Read(Head + "  " + spec).Problems);

        Assert.Equal((path, code), (problem.Path, problem.Code));
        Assert.Contains(word, problem.Message + problem.Fix, StringComparison.Ordinal);
        Assert.True(problem.Line >= 5);
        Assert.True(problem.Column > 0);
    }

    [Theory]
    [InlineData("", "not_a_mapping")]
    [InlineData("- a", "not_a_mapping")]
    [InlineData("a: [1", "syntax")]
    [InlineData("a: 1\na: 2", "syntax")]
    [InlineData("a: 1\n---\nb: 1", "several_documents")]
    [InlineData("a: *missing", "syntax")]
    public void Text_ThatIsNoDocument_IsTold(string text, string code)
    {
        var read = PipelineReader.Read(text);

        Assert.Null(read.Document);
        Assert.Equal(code, Assert.Single(read.Problems).Code);
    }

    [Theory]
    [InlineData("[", 1_000_000, "nested deeper")]
    [InlineData("{a: ", 100, "nested deeper")]
    [InlineData("1, ", 1_100_000, "values", "[", "]")]
    public void Text_ThatIsTooDeepOrTooLarge_IsRefused(string part, int times, string word, string before = "", string after = "")
    {
        var problem = Assert.Single(PipelineReader.Read(before + string.Concat(Enumerable.Repeat(part, times)) + after).Problems);

        Assert.Equal("syntax", problem.Code);
        Assert.Contains(word, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{x: &a [*a]}", "inside of what it repeats")]
    [InlineData("{x: &a [*b], y: &b [*a]}", "nothing that stands before it")]
    [InlineData("{x: &a [1], *a : 2}", "a key must be text")]
    [InlineData("{? [1] : 2}", "a key must be text")]
    public void Aliases_AndKeys_ThatMakeNoTree_AreRefused(string args, string word)
    {
        var problem = Assert.Single(PipelineReader.Read(Head + "  tasks: [{id: a, template: shell, args: " + args + "}]").Problems);

        Assert.Equal(("syntax", 5), (problem.Code, problem.Line));
        Assert.Contains(word, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_ThatMultiply_AreRefused()
    {
        var levels = string.Concat(Enumerable.Range(1, 12).Select(i => $"      l{i}: &l{i} [{string.Join(", ", Enumerable.Repeat($"*l{i - 1}", 10))}]\n"));
        var read = PipelineReader.Read(Head + "  tasks:\n  - id: a\n    template: shell\n    args:\n      l0: &l0 [x]\n" + levels);

        Assert.Contains("aliases counted", Assert.Single(read.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_ThatRepeatALittle_AreRead()
    {
        var read = PipelineReader.Read(Head + "  tasks:\n  - {id: a, template: shell, env: &env {A: b}}\n  - {id: b, template: shell, env: *env}\n");

        Assert.Empty(read.Problems);
        Assert.Equal("b", read.Document!.Spec.Tasks[1].Env["A"]);
    }

    [Theory]
    [InlineData("3", "3")]
    [InlineData("'3'", "\"3\"")]
    [InlineData("!!str 3", "\"3\"")]
    [InlineData("-0.5e-3", "-0.0005")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("007", "\"007\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("2024-05-31", "\"2024-05-31\"")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("True", "true")]
    [InlineData("~", "null")]
    [InlineData("''", "\"\"")]
    public void Scalar_HasTheTypeOfYaml12(string written, string json)
    {
        var read = PipelineReader.Read(Head + "  tasks: [{id: a, template: shell, args: {x: " + written + "}}]");

        Assert.Equal(json, read.Document!.Spec.Tasks[0].Args["x"]?.ToJsonString() ?? "null");
    }

    [Fact]
    public void Block_KeepsItsLines_FromWindowsToo()
    {
        var read = PipelineReader.Read("\ufeff" + (Head + "  tasks:\n  - id: a\n    template: shell\n    args:\n      command: |\n        if a\n          b\n\n        c\n").Replace("\n", "\r\n", StringComparison.Ordinal));

        Assert.Empty(read.Problems);
        Assert.Equal("if a\n  b\n\nc\n", read.Document!.Spec.Tasks[0].Args["command"]!.GetValue<string>());
    }

    [Fact]
    public void Document_WithTooManyTasks_IsRefused()
    {
        var problem = Assert.Single(PipelineReader.Read(Head + "  tasks: [" + string.Concat(Enumerable.Repeat("{},", 20_001)) + "]").Problems);

        Assert.Equal(("too_many_tasks", "spec.tasks"), (problem.Code, problem.Path));
    }

    [Fact]
    public void Problems_BeyondAThousand_AreNotCollected() =>
        Assert.Equal(1000, PipelineReader.Read("{" + string.Join(", ", Enumerable.Range(0, 5000).Select(i => $"k{i}: 1")) + "}").Problems.Count);

    [Fact]
    public void Json_IsReadAsYaml_WithPlaces()
    {
        var read = PipelineReader.Read("""
            {"apiVersion": "elasticjobs/v1", "kind": "Pipeline", "metadata": {"name": "p1"},
             "spec": {"tasks": [{"id": "a", "template": "shell", "args": {"command": "echo \"hi\"\nexit 1", "n": "7", "s": "\ud83d\ude00 \u4e2d\/"}},
               {"id": "b", "template": "shell", "nope": 1}]}}
            """);

        Assert.Equal("echo \"hi\"\nexit 1", read.Document!.Spec.Tasks[0].Args["command"]!.GetValue<string>());
        Assert.Equal("😀 中/", read.Document.Spec.Tasks[0].Args["s"]!.GetValue<string>());
        Assert.Equal(JsonValueKind.String, read.Document.Spec.Tasks[0].Args["n"]!.GetValueKind());
        Assert.Equal((3, "b"), (Assert.Single(read.Problems).Line, read.Problems[0].Task));
    }
}
