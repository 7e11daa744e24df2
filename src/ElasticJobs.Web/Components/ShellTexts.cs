namespace ElasticJobs.Web.Components;

/// <summary>Names the resources that all pages share for <c>IStringLocalizer</c>.</summary>
internal sealed class ShellTexts;
