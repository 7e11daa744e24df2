using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Projects;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Web.Samples;

/// <summary>
/// Puts the samples into a console that has nothing else, so that a first look has something to look at. One that was killed in the middle goes on with the
/// rest at its next start. Who deletes a sample won't see it come back.
/// </summary>
internal sealed partial class FirstSamples(SampleCatalog samples, IPipelineStore pipelines, IRunStore runs, ILogger<FirstSamples> logger) : IHostedService
{
    private const string Author = "samples";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await IsNewAsync(cancellationToken))
        {
            return;
        }

        foreach (var sample in samples.List())
        {
            // Deleted pipelines keep their revisions.
            if (await pipelines.FindAsync(Project.DefaultName, sample.Name, 1, cancellationToken) is null)
            {
                await SaveAsync(sample, cancellationToken);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task SaveAsync(Sample sample, CancellationToken cancellationToken)
    {
        try
        {
            await pipelines.SaveAsync(Project.DefaultName, sample.Document, Author, expectedRevision: 0, cancellationToken);
        }
        catch (RefusedException refused)
        {
            LogRefused(logger, sample.Name, refused.Message);
        }
    }

    /// <summary>It never had a run, nor has it a pipeline other than samples.</summary>
    private async Task<bool> IsNewAsync(CancellationToken cancellationToken)
    {
        var page = await pipelines.ListAsync(Project.DefaultName, null, null, samples.List().Count + 1, cancellationToken);
        return page.Pipelines.All(pipeline => samples.Find(pipeline.Name) is not null)
            && (await runs.ListAsync(new RunQuery(Project.DefaultName, Triggers: Enum.GetValues<RunTrigger>(), Limit: 1), cancellationToken)).Runs.Count == 0;
    }

    [LoggerMessage(LogLevel.Warning, "The sample {Sample} was not taken: {Reason}")]
    private static partial void LogRefused(ILogger logger, string sample, string reason);
}
