using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Web.Features.Pipelines;

/// <param name="Runs">The newest, newest first.</param>
public sealed record PipelineRow(PipelineRevision Pipeline, IReadOnlyList<Run> Runs);
