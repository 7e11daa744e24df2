namespace ElasticJobs.Web.Features.Projects;

/// <summary>Names the texts of projects and their places.</summary>
public sealed class ProjectTexts;
