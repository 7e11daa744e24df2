using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Core.Templates;

namespace ElasticJobs.Core.Tests.Pipelines;

public class SampleTests
{
    private static readonly string[] Files = [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "samples"), "*.yaml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Samples => [.. Files];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_IsValid_AndSurvivesTheWriter(string file)
    {
        var read = PipelineReader.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", file)));

        Assert.Empty(read.Problems);
        Assert.Empty(new PipelineValidator(new TemplateCatalog()).Validate(read.Document!));
        Assert.Equal(Path.GetFileNameWithoutExtension(file), read.Document!.Metadata.Name);
        Assert.All(read.Document.Spec.Tasks, task => Assert.NotNull(task.Position));
        Assert.Equal(PipelineWriter.ToJson(read.Document), PipelineWriter.ToJson(PipelineReader.Read(PipelineWriter.ToYaml(read.Document)).Document!));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_IsRendered_TaskByTask(string file)
    {
        var document = PipelineReader.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", file))).Document!;
        var (parameters, problems) = PipelineParameters.Bind(document, []);
        Assert.Empty(problems);
        var run = new Run
        {
            Id = new RunId(Guid.Parse("00000000-0000-7000-8000-000000000001")),
            Project = "default",
            Pipeline = document.Metadata.Name,
            Revision = 1,
            Trigger = RunTrigger.Manual,
            State = RunState.Running,
            Parameters = parameters,
            ExecutionDate = DateTimeOffset.UnixEpoch,
            CreatedBy = "ann",
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        var outputs = document.Spec.Tasks.ToDictionary(task => task.Id, task => (IReadOnlyDictionary<string, string>)(task.Outputs ?? []).ToDictionary(name => name, _ => "1"));
        var renderer = new TaskRenderer(new TemplateCatalog());

        Assert.All(document.Spec.Tasks, task =>
        {
            var rendered = renderer.Render(new RenderRequest(run, document, task, 1, outputs, "/logs", new Dictionary<string, string>()));
            Assert.Empty(rendered.Problems);
            Assert.All(rendered.Pod!.Containers.SelectMany(container => container.Files.Values), text => Assert.DoesNotContain("{{", text, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Samples_AreAllThere() => Assert.Equal(["busy-logs.yaml", "classify.yaml", "failing.yaml", "penguins.yaml", "shell-tour.yaml", "train-on-demand.yaml"], Files);
}
