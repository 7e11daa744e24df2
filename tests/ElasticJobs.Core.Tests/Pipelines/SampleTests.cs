using ElasticJobs.Core.Pipelines;
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

    [Fact]
    public void Samples_AreAllThere() => Assert.Equal(["busy-logs.yaml", "failing.yaml", "penguins.yaml", "shell-tour.yaml"], Files);
}
