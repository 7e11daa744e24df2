namespace ElasticJobs.Web.Features.Runs;

/// <summary>Names the words of the list of runs, of a run, and of starting one.</summary>
internal sealed class RunsTexts;
