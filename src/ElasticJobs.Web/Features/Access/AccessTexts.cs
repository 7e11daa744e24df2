namespace ElasticJobs.Web.Features.Access;

/// <summary>Names the resources of this folder for <c>IStringLocalizer</c>.</summary>
internal sealed class AccessTexts;
