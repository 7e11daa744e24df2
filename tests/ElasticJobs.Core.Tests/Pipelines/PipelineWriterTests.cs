using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace ElasticJobs.Core.Tests.Pipelines;

public class PipelineWriterTests
{
    private static readonly string[] Texts =
    [
        "", "a", "true", "null", "~", "12", "0x1f", "1.5", "1e3", "-", "- a", "a: b", "#c", "a # b", "'q'", "\"d\"", "{x}", "[y]", "*z", "&n", "!t", "|", ">", "%", "@", "`", "\\", "a\\nb",
        "two\nlines", "two\nlines\n", "\nleading", "  indent\nmore", "trail \nx", "tab\tx", "a\n\nb", "end\n\n", "{{params.seed}}", "{{ tasks.a.outputs.b | upper }}", "中文", "😀", "x\u2028y", "\u0001", "\r\n", "a\rb", "yes", "No", "=", "?", "? a", "<<", ".5", "+1", "2024-01-01", " lead", "trail ", "a,b",
    ];

    private const string Letters = "ab1 \t\n\r:#-?[]{},&*!|>'\"%@`~=<.0\\/é中\u0085\u00a0\u200b\ufeff\u2028\0\u001b\u007f";

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.Elements(Texts),
        Gen.Elements(Texts).Two().Select(pair => pair.Item1 + pair.Item2),
        Gen.Elements(Letters.ToCharArray()).ListOf().Select(letters => string.Concat(letters)));

    private static readonly Gen<PipelineDocument> Documents =
        from name in Gen.Elements("a1", "some-name")
        from description in AnyText
        from texts in AnyText.ListOf(6)
        from number in Gen.Choose(1, 9)
        from flag in Gen.Elements(true, false)
        from condition in Gen.Elements(EdgeCondition.Succeeded, EdgeCondition.Failed, EdgeCondition.Finished)
        select new PipelineDocument
        {
            Metadata = new PipelineMetadata { Name = name, Description = description, Labels = new Dictionary<string, string> { ["k"] = texts[0], ["x y"] = texts[1] } },
            Spec = new PipelineSpec
            {
                Parameters = [new PipelineParameter("p", PipelineParameterType.String, JsonValue.Create(texts[2])), new PipelineParameter("q", PipelineParameterType.Int, JsonValue.Create(number))],
                Env = new Dictionary<string, string> { ["E"] = texts[3] },
                Parallelism = flag ? number : null,
                Timeout = flag ? TimeSpan.FromSeconds(number * 61) : null,
                Tasks =
                [
                    new TaskSpec { Id = "one", Template = "shell", Label = texts[4].Length > 0 ? texts[4] : null, Args = new JsonObject { ["command"] = texts[5], ["n"] = number, ["f"] = 0.5, ["b"] = flag, ["o"] = new JsonObject { ["t"] = texts[0], ["l"] = new JsonArray(texts[1], null, new JsonArray(), new JsonObject { ["k" + texts[2]] = texts[3] }) } } },
                    new TaskSpec
                    {
                        Id = "two",
                        Template = "python@1",
                        After = [new TaskEdge("one", condition)],
                        Skip = flag,
                        Retry = new RetrySpec(number, RetryOn.Failure, new BackoffSpec(TimeSpan.FromMilliseconds(number * 250), 1.5, TimeSpan.FromMinutes(number)), flag),
                        StartTimeout = flag ? TimeSpan.FromMinutes(number) : null,
                        Image = texts[0],
                        ImagePullPolicy = flag ? ImagePullPolicy.Never : null,
                        Mounts = [texts[2], "data(pvc):/x"],
                        Shm = "2G",
                        NodeSelector = new Dictionary<string, string> { ["disk"] = texts[3] },
                        Tolerations = [texts[4]],
                        HostAliases = [texts[5]],
                        ServiceAccount = flag ? "trainer" : null,
                        SecretEnv = new Dictionary<string, SecretKey> { ["S"] = new("hub", texts[2]) },
                        Timeout = TimeSpan.FromHours(number),
                        Resources = new TaskResources("0.5~2", "1G"),
                        Env = new Dictionary<string, string> { ["F"] = texts[1] },
                        Outputs = ["x"],
                        Position = new CanvasPosition(number * 16, -number),
                    },
                ],
            },
        };

    [Property(MaxTest = 300)]
    public Property Yaml_ReadAgain_IsTheSameDocument() => Prop.ForAll(Documents.ToArbitrary(), document => Check(document, PipelineWriter.ToYaml(document)));

    [Property(MaxTest = 300)]
    public Property Json_ReadAgain_IsTheSameDocument() => Prop.ForAll(Documents.ToArbitrary(), document => Check(document, PipelineWriter.ToJson(document)));

    [Fact]
    public void Script_IsWrittenAsBlock()
    {
        var document = new PipelineDocument { Spec = new PipelineSpec { Tasks = [new TaskSpec { Id = "a", Template = "shell", Args = new JsonObject { ["command"] = "echo 1\necho 2\n" } }] } };

        Assert.Contains("command: |\n", PipelineWriter.ToYaml(document), StringComparison.Ordinal);
    }

    [Fact]
    public void Tasks_CopiedAsText_ArePasted()
    {
        TaskSpec[] tasks = [new() { Id = "a", Template = "shell" }, new() { Id = "b", Template = "python", After = [new("a")] }];

        var (pasted, problems) = PipelineReader.ReadTasks(PipelineWriter.ToYaml(tasks));

        Assert.Empty(problems);
        Assert.Equal(["a", "b"], pasted.Select(task => task.Id));
    }

    private static void Check(PipelineDocument document, string text)
    {
        var read = PipelineReader.Read(text);
        Assert.True(read.Problems.Count == 0, string.Join("\n", read.Problems) + "\n" + text);
        Assert.Equal(PipelineWriter.ToJson(document), PipelineWriter.ToJson(read.Document!));
    }
}
