using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Projects;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Web.Samples;

/// <summary>Puts the samples into a console that never had a pipeline nor a run, so that a first look has something to look at. Who deletes them won't see them come back.</summary>
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
            try
            {
                await pipelines.SaveAsync(Project.DefaultName, sample.Document, Author, expectedRevision: 0, cancellationToken);
            }
            catch (RefusedException refused)
            {
                LogRefused(logger, sample.Name, refused.Message);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> IsNewAsync(CancellationToken cancellationToken)
    {
        if ((await pipelines.ListAsync(Project.DefaultName, null, null, 1, cancellationToken)).Pipelines.Count > 0
            || (await runs.ListAsync(new RunQuery(Project.DefaultName, Triggers: Enum.GetValues<RunTrigger>(), Limit: 1), cancellationToken)).Runs.Count > 0)
        {
            return false;
        }

        foreach (var sample in samples.List())
        {
            // Deleted pipelines keep their revisions.
            if (await pipelines.FindAsync(Project.DefaultName, sample.Name, 1, cancellationToken) is not null)
            {
                return false;
            }
        }

        return true;
    }

    [LoggerMessage(LogLevel.Warning, "The sample {Sample} was not taken: {Reason}")]
    private static partial void LogRefused(ILogger logger, string sample, string reason);
}
