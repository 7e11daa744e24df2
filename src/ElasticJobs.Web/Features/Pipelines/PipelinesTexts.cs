namespace ElasticJobs.Web.Features.Pipelines;

/// <summary>Names the words of the list of pipelines and of making one.</summary>
internal sealed class PipelinesTexts;
