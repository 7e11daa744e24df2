namespace ElasticJobs.Web.Features.Overview;

/// <summary>Names the words of the first page.</summary>
internal sealed class OverviewTexts;
