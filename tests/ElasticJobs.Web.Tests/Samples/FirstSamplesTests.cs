using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Projects;
using ElasticJobs.Core.Templates;
using ElasticJobs.Tests.Shared.Pipelines;
using ElasticJobs.Tests.Shared.Runs;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Web.Samples;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticJobs.Web.Tests.Samples;

public sealed class FirstSamplesTests
{
    private readonly InMemoryPipelineStore _pipelines = new(new FakeTimeProvider());
    private readonly InMemoryRunStore _runs = new();
    private readonly SampleCatalog _samples = new(NullLogger<SampleCatalog>.Instance);

    [Fact]
    public void Samples_BesideTheProgram_HaveNoProblems()
    {
        var validator = new PipelineValidator(new TemplateCatalog());

        Assert.True(_samples.List().Count >= 4);
        Assert.All(_samples.List(), sample => Assert.Empty(validator.Validate(sample.Document)));
    }

    [Fact]
    public async Task NewConsole_GetsTheSamples()
    {
        await StartAsync();

        Assert.Equal(_samples.List().Count, await CountAsync());
    }

    [Fact]
    public async Task ConsoleKilledAfterTheFirst_GetsTheRest()
    {
        await _pipelines.SaveAsync(Project.DefaultName, _samples.List()[0].Document, "samples", null, CancellationToken.None);

        await StartAsync();

        Assert.Equal(_samples.List().Count, await CountAsync());
    }

    [Fact]
    public async Task DeletedSample_DoesNotComeBack()
    {
        await StartAsync();
        await _pipelines.DeleteAsync(Project.DefaultName, _samples.List()[1].Name, CancellationToken.None);

        await StartAsync();

        Assert.Equal(_samples.List().Count - 1, await CountAsync());
    }

    [Fact]
    public async Task ConsoleWithAPipeline_IsLeftAlone()
    {
        await _pipelines.SaveAsync(Project.DefaultName, PipelineBuilder.Pipeline("mine").Task("a").Build(), "ann", null, CancellationToken.None);

        await StartAsync();

        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task ConsoleWithARun_IsLeftAlone()
    {
        var detail = RunRows.New(PipelineBuilder.Pipeline("gone").Task("a").Build(), only: ["a"]);
        await _runs.CreateAsync(detail.Run, detail.Tasks, "ann", CancellationToken.None);

        await StartAsync();

        Assert.Equal(0, await CountAsync());
    }

    private Task StartAsync() => new FirstSamples(_samples, _pipelines, _runs, NullLogger<FirstSamples>.Instance).StartAsync(CancellationToken.None);

    private async Task<int> CountAsync() => (await _pipelines.ListAsync(Project.DefaultName, null, null, 100, CancellationToken.None)).Pipelines.Count;
}
