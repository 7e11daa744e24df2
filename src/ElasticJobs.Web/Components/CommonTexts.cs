namespace ElasticJobs.Web.Components;

/// <summary>Names the words that the pieces shared by pages use.</summary>
internal sealed class CommonTexts;
