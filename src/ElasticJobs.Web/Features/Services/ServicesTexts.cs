namespace ElasticJobs.Web.Features.Services;

/// <summary>Names the words of the pages of elastic jobs.</summary>
internal sealed class ServicesTexts;
