namespace ElasticJobs.Web.Features.Errors;

/// <summary>Names the resources of this folder for <c>IStringLocalizer</c>.</summary>
internal sealed class ErrorTexts;
