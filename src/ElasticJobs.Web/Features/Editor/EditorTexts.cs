namespace ElasticJobs.Web.Features.Editor;

/// <summary>Names the editor's texts.</summary>
internal sealed class EditorTexts;
